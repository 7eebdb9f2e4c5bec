import { randomInt } from 'node:crypto';
import { limits } from '@hovor/protocol/limits';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, type ApiKeyActor, companyOf, type UserActor } from '../foundation/security/actor.ts';
import { rateLimiter } from '../foundation/security/rate-limit.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import type { Routing } from '../routing/service.ts';
import type { SessionRecord } from '../sessions/service.ts';
import * as queries from './queries.ts';
import { expiryOf, linkDigits, numberOf, typedDigits, typedNumber } from './rules.ts';
import type { InvitationView, NewInvitation } from './schema.ts';

/** Numbers tried before we believe that none is free. */
const attempts = 50;

export interface InvitationsOptions {
  routing: Pick<Routing, 'aimWithin'>;
  publicUrl: string;
}

/**
 * Invitations (GL-21): a number takes one client to one operator. A number is short, because people type it, so it is no
 * secret that guards anything: it leads into a conversation and tells nothing. Guessing is slowed per source, one-off
 * numbers end with their use, all but those of the Public API end by time.
 */
export function createInvitations(store: Store, { routing, publicUrl }: InvitationsOptions) {
  const tries = rateLimiter({ burst: limits.invitationTriesBurst, perSecond: limits.invitationTriesPerSecond });
  const urlOf = (number: string) => `${publicUrl}/CallShow/${number}`;
  const view = ({ created, expires, ...row }: queries.InvitationRow): InvitationView => ({
    ...row,
    url: urlOf(row.number),
    created: created.toISOString(),
    expires: expires?.toISOString() ?? null,
  });

  async function make(
    unit: Unit,
    owner: { companyId: number; tenantId: number; userId: number },
    about: { once: boolean; expires: Date | null; digits: number },
  ) {
    const { once, expires, digits } = about;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const number = numberOf(digits, (below) => randomInt(below));
      const row = await queries.insertInvitation(unit.db, { ...owner, number, once, expires, created: unit.now });
      if (!row) continue;
      const { companyId, tenantId, userId } = owner;
      record(unit, { companyId, tenantId, id: row.id, fact: 'created', payload: { userId, once } });
      return row;
    }
    throw new Problem('conflict', { detail: 'No number is free at the moment. Revoke invitations nobody needs.' });
  }

  function record(
    unit: Unit,
    {
      companyId,
      tenantId,
      id,
      fact,
      payload,
    }: { companyId: number; tenantId: number; id: number; fact: string; payload: object },
  ) {
    const kind = `invitation.${fact}`;
    unit.record({ companyId, tenantId, kind, subject: `invitation:${id}`, payload: { id, tenantId, ...payload } });
  }

  async function revoke(actor: Actor, id: number, within: { userId?: number; tenantIds?: number[] }): Promise<void> {
    await transact(store, actor, async (unit) => {
      const companyId = companyOf(actor);
      const ended = await queries.endInvitation(unit.db, { companyId, id, now: unit.now, ...within });
      if (!ended) throw notFound();
      record(unit, { companyId, tenantId: ended.tenantId, id, fact: 'revoked', payload: { userId: ended.userId } });
    });
  }

  return {
    /** The operator's own valid invitations in a tenant, newest first (OP-WS-17). */
    async list({ companyId, userId }: UserActor, tenantId: number): Promise<InvitationView[]> {
      return (await queries.ownInvitations(store.db, { companyId, tenantId, userId }, store.clock.now())).map(view);
    },

    /** A new one of the operator's own (OP-WS-12, OP-WS-13). @throws conflict when there are too many */
    create: (actor: UserActor, tenantId: number, wanted: NewInvitation): Promise<InvitationView> =>
      transact(store, actor, async (unit) => {
        const owner = { companyId: actor.companyId, tenantId, userId: actor.userId };
        const open = await queries.ownInvitations(unit.db, owner, unit.now);
        if (open.length >= limits.invitationsPerUser) {
          throw new Problem('conflict', { detail: 'You have too many valid invitations. Revoke some first.' });
        }
        const expires = expiryOf(wanted, unit.now);
        return view(await make(unit, owner, { once: wanted.once, expires, digits: typedDigits }));
      }),

    /** @throws not-found when it is not the operator's own, or over */
    revoke: (actor: UserActor, tenantId: number, id: number) =>
      revoke(actor, id, { userId: actor.userId, tenantIds: [tenantId] }),

    /** Made by an integration for an operator: valid until revoked, never typed in (API-USR-17). @throws invalid-input */
    createFor: (actor: ApiKeyActor, { operatorId, tenantId }: { operatorId: number; tenantId: number }) =>
      transact(store, actor, async (unit) => {
        const owner = { companyId: actor.companyId, tenantId, userId: operatorId };
        if (!(await queries.isOperator(unit.db, owner))) {
          throw invalid('operatorId', 'There is no such operator in this department.');
        }
        const row = await make(unit, owner, { once: false, expires: null, digits: linkDigits });
        return { id: row.id, url: urlOf(row.number) };
      }),

    /** Any invitation of the tenants the key may touch (API-USR-18). @throws not-found */
    revokeFor: (actor: ApiKeyActor, id: number) =>
      revoke(actor, id, actor.tenantIds === null ? {} : { tenantIds: [...actor.tenantIds] }),

    /**
     * Where a number leads, for who typed it. Each question of a source counts, right or wrong.
     * @throws too-many-requests
     */
    async find(text: string, source: string): Promise<queries.Found | null> {
      const wait = tries.take(source);
      if (wait > 0) throw new Problem('too-many-requests', { retryAfterMs: wait });
      const number = typedNumber(text);
      return /^\d+$/.test(number) ? queries.findByNumber(store.db, number, store.clock.now()) : null;
    },

    /**
     * The client comes: uses the number up and aims the search at its operator, in the unit that starts the session.
     * @throws not-found when it ended meanwhile, or is another tenant's
     */
    async accept(unit: Unit, session: SessionRecord, text: string): Promise<void> {
      const { companyId, tenantId } = session;
      const used = await queries.useInvitation(unit.db, {
        companyId,
        tenantId,
        number: typedNumber(text),
        now: unit.now,
      });
      if (!used) throw invitationOver();
      await routing.aimWithin(unit, session, used.userId);
    },
  };
}
export type Invitations = ReturnType<typeof createInvitations>;

export const invitationOver = () =>
  new Problem('not-found', { detail: 'This invitation is not valid any more. Ask for a new one.' });
