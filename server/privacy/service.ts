import { notFound } from '../foundation/errors.ts';
import type { FileStore } from '../foundation/files/store.ts';
import type { ApiKeyActor, SystemActor } from '../foundation/security/actor.ts';
import { hashToken, newToken } from '../foundation/security/tokens.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import type { Sessions } from '../sessions/service.ts';
import * as queries from './queries.ts';

/** Who may anonymise: integrations (their operations ask for the permission) and the program itself. */
export type Eraser = ApiKeyActor | SystemActor;

/**
 * Blanks what another room keeps of a session, inside the unit that anonymises it. Handed over by the room itself, so
 * that this one need not know every copy.
 */
export type Forget = (unit: Unit, session: { companyId: number; tenantId: number; id: number }) => Promise<unknown>;

export interface PrivacyOptions {
  sessions: Pick<Sessions, 'lockToErase' | 'closeWithin'>;
  files: Pick<FileStore, 'remove'>;
  /** Rooms that keep copies: webhooks, chatbots, … */
  forget: readonly Forget[];
}

/**
 * Anonymisation (SEC-AN, R5): what was said, sent, filled in and noted, who it was and where from. What stays is who of
 * the company did what and when, and how much: counts and times (SEC-AN-6). It cannot be taken back.
 */
export function createPrivacy(store: Store, { sessions, files, forget }: PrivacyOptions) {
  /**
   * Anonymises one session; one that runs is ended first, so that nothing comes after. Twice is once.
   * @throws not-found outside the actor's scope
   */
  const anonymizeSession = (actor: Eraser, sessionId: number): Promise<void> =>
    transact(store, actor, async (unit) => {
      const { db, now } = unit;
      const session = await sessions.lockToErase(unit, sessionId);
      await sessions.closeWithin(unit, session, actor.kind === 'apiKey' ? 'SessionApiCall' : 'UnknownReason');
      // Bytes go before the commit: when it fails they are gone all the same, which the caller wanted, and a repetition
      // finishes. After it, a crash would leave them with nobody to remove them.
      for (const key of await queries.storedFiles(db, session)) await files.remove(key);
      await queries.blankFiles(db, session, now);
      await queries.blankLines(db, session);
      await queries.deleteParams(db, session);
      await queries.deleteNotes(db, session);
      await queries.blankStays(db, session);
      await queries.blankTimeline(db, session);
      await queries.blankSession(db, session, now);
      await queries.blankEvents(db, session);
      for (const blank of forget) await blank(unit, session);
      const { companyId, tenantId, id } = session;
      const place = { companyId, tenantId };
      unit.record({ ...place, kind: 'session.anonymized', subject: `session:${id}`, payload: { id, tenantId } });
      unit.touch({ ...place, topic: 'session', id });
    });

  return {
    anonymizeSession,

    /** Several sessions of the actor's company, one transaction each; unknown ones are passed over. @returns how many */
    async anonymizeSessions(actor: Eraser, sessionIds: readonly number[]): Promise<number> {
      let done = 0;
      for (const id of sessionIds) {
        try {
          await anonymizeSession(actor, id);
          done += 1;
        } catch (error) {
          if ((error as { code?: unknown }).code !== 'not-found') throw error;
        }
      }
      return done;
    },

    /**
     * Anonymises a client by the visitor GUID: all sessions, messages left while nobody was there, and the visitor
     * itself, who is somebody new afterwards (API-GUE-1). A key limited to tenants acts in those only; the visitor then
     * stays known where there is more of it.
     * @throws not-found when no such client is known in the actor's scope
     */
    async anonymizeGuest(actor: Eraser, trackedId: string): Promise<void> {
      const { companyId } = actor;
      const tenantIds = actor.kind === 'apiKey' && actor.tenantIds !== null ? [...actor.tenantIds] : null;
      const guest = await queries.findGuest(store.db, companyId, trackedId, tenantIds);
      if (!guest) throw notFound();
      // The credentials first: a client who comes back meanwhile is somebody else.
      if (!guest.elsewhere) {
        await queries.forgetGuest(store.db, companyId, guest.id, hashToken(newToken()), store.clock.now());
        store.bus.publish([{ companyId, tenantId: null, topic: 'guest', id: guest.id }]);
      }
      for (const id of await queries.sessionsOfGuest(store.db, companyId, guest.id, tenantIds)) {
        await anonymizeSession(actor, id);
      }
      await queries.blankOfflineMessages(store.db, companyId, guest.id, tenantIds);
    },
  };
}

export type Privacy = ReturnType<typeof createPrivacy>;
