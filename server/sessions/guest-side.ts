import type { OfflineMessage } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import type { Actor, GuestActor, SystemActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { loadSeen, lockSeen } from './access.ts';
import { readPreset } from './catalogue-queries.ts';
import { insertOfflineMessage, raiseReceipts } from './client-data-queries.ts';
import { leaveAfterEnd } from './lifecycle.ts';
import { isParticipant } from './policies.ts';
import { presetDefaults } from './preset-config.ts';
import { feedbackScale, isRunning } from './rules.ts';
import type { GivenFeedback } from './schema.ts';
import { optionalLine, storable } from './text.ts';
import { recordOf, saveSession } from './transcript.ts';

/** What the client does besides talking: comes and goes, reads, rates, leaves a message. */
export function createGuestSide(store: Store) {
  return {
    /** Stars once, within the package's scale, after the end (OP-ES-12). */
    async feedback(actor: GuestActor, sessionId: number, given: GivenFeedback): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session } = await lockSeen(unit, sessionId);
        if (isRunning(session)) throw new Problem('conflict', { detail: 'The conversation is still running.' });
        if (session.feedbackStars !== null || session.feedbackText !== null) {
          throw new Problem('conflict', { detail: 'This conversation has been rated already.' });
        }
        const preset = session.presetId && (await readPreset(unit.db, session.companyId, session.presetId));
        const form = preset ? preset.config.feedbackForm : presetDefaults.feedbackForm;
        if (!form.enabled) throw new Problem('conflict', { detail: 'Conversations are not rated here.' });
        const { stars } = given;
        if (stars !== null && !(Number.isInteger(stars) && stars >= 1 && stars <= form.stars)) {
          throw invalid('stars', `must be 1 to ${form.stars}.`);
        }
        const text = given.text?.trim() ? storable('text', given.text, limits.feedbackLength) : null;
        if (stars === null && text === null) throw invalid('stars', 'give stars or a text.');
        const scale = stars === null ? null : feedbackScale(form.stars);
        recordOf(unit, session, 'feedbackGiven', { stars, scale });
        await saveSession(unit, session, { feedbackStars: stars, feedbackScale: scale, feedbackText: text });
      });
    },

    async guestConnected(actor: GuestActor | SystemActor, sessionId: number): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session } = await lockSeen(unit, sessionId);
        if (!isRunning(session) || session.guestLost === null) return;
        recordOf(unit, session, 'guestBack', {});
        await saveSession(unit, session, { guestLost: null });
      });
    },

    async guestDisconnected(actor: GuestActor | SystemActor, sessionId: number): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session } = await lockSeen(unit, sessionId);
        if (!isRunning(session)) return leaveAfterEnd(unit, session);
        if (session.guestLost !== null) return;
        recordOf(unit, session, 'guestLost', {});
        await saveSession(unit, session, { guestLost: unit.now });
      });
    },

    /** What a watching supervisor reads is not read by an operator: it changes nothing. */
    async markRead(actor: Actor, sessionId: number, seq: number): Promise<void> {
      const { session, facts } = await loadSeen(store.db, actor, sessionId);
      if (!isParticipant(actor, facts)) return;
      await raise(session, actor.kind === 'guest' ? { guestRead: seq, guestDelivered: seq } : { operatorRead: seq });
    },

    async markDelivered(actor: GuestActor, sessionId: number, seq: number): Promise<void> {
      const { session } = await loadSeen(store.db, actor, sessionId);
      await raise(session, { guestDelivered: seq });
    },

    async leaveOfflineMessage(actor: GuestActor, message: OfflineMessage): Promise<{ id: number }> {
      return transact(store, actor, async (unit) => {
        const preset = await readPreset(unit.db, actor.companyId, message.presetId);
        if (!preset?.active) throw notFound();
        if (!/\S/.test(message.message)) throw invalid('message', 'must not be empty.');
        const { companyId, tenantId } = preset;
        const id = await insertOfflineMessage(unit.db, {
          companyId,
          tenantId,
          presetId: preset.id,
          guestId: actor.guestId,
          name: optionalLine('name', message.name, limits.nameLength),
          email: optionalLine('email', message.email, limits.emailLength),
          phone: optionalLine('phone', message.phone, limits.phoneLength),
          message: storable('message', message.message, limits.offlineMessageLength),
          language: message.language,
          url: storable('url', message.url, limits.urlLength),
          created: unit.now,
        });
        const kind = 'offlineMessage.left';
        unit.record({ companyId, tenantId, kind, subject: `offlineMessage:${id}`, payload: { id, tenantId } });
        unit.touch({ companyId, tenantId, topic: 'offlineMessage', id });
        return { id };
      });
    },
  };

  async function raise(
    session: { companyId: number; tenantId: number; id: number },
    to: Parameters<typeof raiseReceipts>[2],
  ): Promise<void> {
    if (!(await raiseReceipts(store.db, session, to))) return;
    const { companyId, tenantId, id } = session;
    store.bus.publish([{ companyId, tenantId, topic: 'receipts', id }]);
  }
}
