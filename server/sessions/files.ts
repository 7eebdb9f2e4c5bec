import type { Readable } from 'node:stream';
import { limits } from '@hovor/protocol/limits';
import { createSettings } from '../directory/service.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import type { FileStore, ReceivedFile } from '../foundation/files/store.ts';
import type { Actor } from '../foundation/security/actor.ts';
import { checkedContentType, cleanFileName, downloadHeaders, refuseEnding } from '../foundation/security/files.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { ended, loadSeen, lockSeen, refuse, type Seen } from './access.ts';
import { activityByMessage } from './activity-queries.ts';
import { readBotStay } from './bot-queries.ts';
import { fileAnswersChatbot } from './bots.ts';
import { readPreset } from './catalogue-queries.ts';
import { insertFile, markFileDeleted, readFile, readFiles, storageKeyExists } from './file-queries.ts';
import { isParticipant, mayEditClientData } from './policies.ts';
import { isRunning } from './rules.ts';
import type { FileRemoval, OpenedFile, SessionRecord, Stored } from './schema.ts';
import { requiredUuid } from './text.ts';
import { recordOf, saveSession, writeActivity } from './transcript.ts';

/**
 * Files of a conversation (IT-FI). The order of a line and its content: bytes on disk first, then the row and the line
 * in one transaction. So a line never points to nothing; a crash between the two leaves bytes nobody points to.
 */
export function createFiles(store: Store, blobs: FileStore) {
  const settings = createSettings(store);

  return {
    async addFile(
      actor: Actor,
      sessionId: number,
      messageId: string,
      { name: given, stream }: { name: string; stream: Readable },
    ): Promise<Stored> {
      // A peer that goes away while nobody reads must not end the process.
      stream.on('error', () => {});
      try {
        const id = requiredUuid('messageId', messageId);
        const name = cleanFileName(given);
        const seen = await loadSeen(store.db, actor, sessionId);
        const known = await earlier(actor, seen.session, id);
        if (known) return known;
        await refuseEarly(actor, seen, name);
        const received = await receive(stream);
        return await keep(actor, sessionId, id, name, received);
      } finally {
        // The rest of a refused upload is let go by, so that its sender gets to the answer.
        stream.resume();
      }
    },

    async removeFiles(actor: Actor, sessionId: number, fileIds: readonly number[]): Promise<FileRemoval[]> {
      return transact(store, actor, async (unit) => {
        const { session, facts } = await lockSeen(unit, sessionId);
        if (!mayEditClientData(actor, facts)) throw refuse('Only operators of this conversation remove its files.');
        const { companyId } = session;
        const stored = new Map((await readFiles(unit.db, companyId, session.id, fileIds)).map((row) => [row.id, row]));
        const answers: FileRemoval[] = [];
        for (const fileId of fileIds) {
          const file = stored.get(fileId);
          if (!file || file.deleted) {
            answers.push({ fileId, state: file ? 'ALREADY_REMOVED' : 'INACCESSIBLE' });
            continue;
          }
          // Bytes first: a crash leaves a row without content, which a repetition completes, never content nobody removes.
          await blobs.remove(file.storageKey);
          await markFileDeleted(unit.db, companyId, fileId, unit.now);
          file.deleted = unit.now;
          recordOf(unit, session, 'fileRemoved', { fileId });
          answers.push({ fileId, state: 'REMOVED' });
        }
        if (answers.some(({ state }) => state === 'REMOVED')) await saveSession(unit, session);
        return answers;
      });
    },

    async openFile(actor: Actor, sessionId: number, fileId: number): Promise<OpenedFile> {
      const { session } = await loadSeen(store.db, actor, sessionId);
      const file = await readFile(store.db, session.companyId, session.id, fileId);
      if (!file) throw notFound();
      const { name, contentType, size } = file;
      return { name, contentType, size, headers: downloadHeaders(file), stream: await blobs.open(file.storageKey) };
    },
  };

  /** A parser in front that cuts at its own limit leaves a file that looks whole; its mark says that it is not. */
  async function receive(stream: Readable & { truncated?: boolean }): Promise<ReceivedFile> {
    const received = await blobs.receive(stream, { maxBytes: limits.fileSize });
    if (!stream.truncated) return received;
    await received.discard();
    throw new Problem('too-large');
  }

  /** What can be known without reading the content. */
  async function refuseEarly(actor: Actor, { session, facts }: Seen, name: string) {
    refuseStranger(actor, session, facts);
    const { acceptedFileTypes } = await settings.company(session.companyId);
    refuseEnding(name, acceptedFileTypes);
    if (actor.kind !== 'guest' || session.presetId === null) return;
    const preset = await readPreset(store.db, session.companyId, session.presetId);
    const bot = await readBotStay(store.db, session.companyId, session.id);
    const allowed = bot?.asks === 'file' || (bot?.upload ?? preset?.config.window.fileUpload);
    if (!allowed) throw refuse('Files are switched off here.');
  }

  async function keep(actor: Actor, sessionId: number, messageId: string, name: string, received: ReceivedFile) {
    let contentType: string;
    try {
      if (received.size === 0) throw invalid('file', 'is empty.');
      contentType = await checkedContentType(received.path, name);
      await received.keep();
    } catch (error) {
      await received.discard();
      throw error;
    }
    const { key, size } = received;
    const file = { name, contentType, size, storageKey: key };
    let stored: Stored & { fresh: boolean };
    try {
      stored = await transact(store, actor, (unit) => write(unit, sessionId, messageId, file));
    } catch (error) {
      await removeUnlessStored(actor, key);
      throw error;
    }
    const { fresh, ...line } = stored;
    // The same upload arrived twice at once and the other one was faster.
    if (!fresh) await blobs.remove(key);
    return line;
  }

  async function write(
    unit: Unit,
    sessionId: number,
    messageId: string,
    file: { name: string; contentType: string; size: number; storageKey: string },
  ): Promise<Stored & { fresh: boolean }> {
    const { actor, now } = unit;
    const { session, facts } = await lockSeen(unit, sessionId);
    const known = await earlier(actor, session, messageId, unit);
    if (known) return { ...known, fresh: false };
    refuseStranger(actor, session, facts);
    const userId = actor.kind === 'user' ? actor.userId : null;
    const client = actor.kind === 'user' ? 'User' : 'Guest';
    const { companyId, tenantId } = session;
    const id = await insertFile(unit.db, { companyId, tenantId, sessionId, userId, ...file, created: now });
    const asked = client === 'Guest' && (await fileAnswersChatbot(unit, session));
    const data = asked ? { answersChatbot: true as const } : null;
    const line = await writeActivity(
      unit,
      session,
      { type: 'SharedFile', client, userId, messageId, data },
      { ...file, id },
    );
    await saveSession(
      unit,
      session,
      client === 'User'
        ? { lastOperatorAt: now, unansweredSince: null }
        : { lastGuestAt: now, unansweredSince: session.unansweredSince ?? now },
    );
    return { ...line, fresh: true };
  }

  /** The line an earlier try of the same sender made. @throws conflict when the id stands for something else */
  async function earlier(actor: Actor, session: SessionRecord, messageId: string, unit?: Unit): Promise<Stored | null> {
    const line = await activityByMessage(unit?.db ?? store.db, session.companyId, session.id, messageId);
    if (!line) return null;
    const same =
      line.type === 'SharedFile' &&
      (actor.kind === 'user' ? line.userId === actor.userId : actor.kind === 'guest' && line.client === 'Guest');
    if (!same) throw new Problem('conflict', { detail: 'messageId: stands for another line. Make a new one.' });
    return { activityId: line.id, seq: line.seq, at: line.at.toISOString() };
  }

  /** A failed transaction may have been committed all the same; bytes a row points to must stay. */
  async function removeUnlessStored(actor: Actor, key: string) {
    const companyId = actor.kind === 'anonymous' ? 0 : actor.companyId;
    const stored = await storageKeyExists(store.db, companyId, key).catch(() => true);
    if (!stored) await blobs.remove(key);
  }
}

function refuseStranger(actor: Actor, session: SessionRecord, facts: Seen['facts']): void {
  if (!isParticipant(actor, facts)) {
    if (!isRunning(session) && facts.tookPart) throw ended();
    throw refuse('You are not in this conversation.');
  }
  if (!isRunning(session)) throw ended();
}
