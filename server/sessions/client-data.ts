import { limits } from '@hovor/protocol/limits';
import type { Param, SessionNote, Tag } from '@hovor/protocol/session';
import { createSettings } from '../directory/service.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import type { Actor, UserActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { loadSeen, lockSeen, refuse } from './access.ts';
import { ensureTag, readTag, tagByName } from './catalogue-queries.ts';
import { insertNote, linkTag, unlinkTag } from './client-data-queries.ts';
import { deleteParams, type NewParam, upsertParams } from './param-queries.ts';
import { checkedParams, guestMaySet, sourceOf, tooMany } from './param-rules.ts';
import { mayAddNote, mayConfigure, mayEditClientData } from './policies.ts';
import { presentNote, presentParam, presentTag } from './presenter.ts';
import { type ParamRow, readNotes, readParams } from './reading-queries.ts';
import { isRunning } from './rules.ts';
import type { SessionRecord, SetParamsOptions } from './schema.ts';
import { requiredLine, storable } from './text.ts';
import { recordOf, saveSession } from './transcript.ts';

/** Parameters, tags and notes of a session (OP-CT-5 to OP-CT-7). */
export function createClientData(store: Store) {
  const settings = createSettings(store);
  return {
    setParams,
    removeParams: (actor: Actor, sessionId: number, names: string[]) =>
      setParams(actor, sessionId, Object.fromEntries(names.map((name) => [name, null]))),

    async addTag(actor: Actor, sessionId: number, wanted: { id: number } | { name: string }): Promise<Tag> {
      const mayCreate = 'name' in wanted && (await mayCreateTags(actor, sessionId));
      return transact(store, actor, async (unit) => {
        const session = await lockToEdit(unit, sessionId);
        const tag = await findTag(unit, session, wanted, mayCreate);
        const userId = actor.kind === 'user' ? actor.userId : null;
        if (await linkTag(unit.db, session, tag.id, userId, unit.now)) {
          recordOf(unit, session, 'tagged', { tagId: tag.id });
          await saveSession(unit, session);
        }
        return presentTag(tag);
      });
    },

    async removeTag(actor: Actor, sessionId: number, tagId: number): Promise<void> {
      await transact(store, actor, async (unit) => {
        const session = await lockToEdit(unit, sessionId);
        if (!(await readTag(unit.db, session.companyId, session.tenantId, tagId))) throw notFound();
        if (!(await unlinkTag(unit.db, session, tagId))) return;
        recordOf(unit, session, 'untagged', { tagId });
        await saveSession(unit, session);
      });
    },

    async findTag(actor: Actor, sessionId: number, idOrName: string): Promise<number> {
      const { session } = await loadSeen(store.db, actor, sessionId);
      const { companyId, tenantId } = session;
      const id = /^\d{1,9}$/.test(idOrName) ? Number(idOrName) : null;
      const known =
        (id !== null && (await readTag(store.db, companyId, tenantId, id))) ||
        (await tagByName(store.db, companyId, tenantId, idOrName.trim()));
      if (!known) throw notFound();
      return known.id;
    },

    async setNote(actor: Actor, sessionId: number, given: string | null): Promise<void> {
      await transact(store, actor, async (unit) => {
        const session = await lockToEdit(unit, sessionId);
        const note = given?.trim() ? storable('note', given, limits.noteLength) : null;
        recordOf(unit, session, 'noteChanged', {});
        await saveSession(unit, session, { note });
      });
    },

    async addNote(actor: UserActor, sessionId: number, text: string): Promise<SessionNote> {
      return transact(store, actor, async (unit) => {
        const { session, facts } = await lockSeen(unit, sessionId);
        if (!mayAddNote(actor, facts)) throw refuse('Only operators of this conversation add notes.');
        if (text.trim() === '') throw invalid('text', 'must not be empty.');
        const noteId = await insertNote(unit.db, session, {
          userId: actor.userId,
          text: storable('text', text, limits.noteLength),
          at: unit.now,
        });
        recordOf(unit, session, 'noteAdded', { noteId });
        await saveSession(unit, session);
        const notes = await readNotes(unit.db, session.companyId, session.id);
        const note = notes.find((row) => row.id === noteId);
        if (!note) throw new Problem('internal');
        return presentNote(note);
      });
    },
  };

  /** A new name enters the tenant's list only when the tenant allows it (OP-CT-6, AD-AP-5). */
  async function mayCreateTags(actor: Actor, sessionId: number): Promise<boolean> {
    const { session } = await loadSeen(store.db, actor, sessionId);
    if (mayConfigure(actor, session.tenantId)) return true;
    return (await settings.tenant(session.companyId, session.tenantId)).operatorsMayCreateTags;
  }

  async function setParams(
    actor: Actor,
    sessionId: number,
    params: Record<string, string | null>,
    options: SetParamsOptions = {},
  ): Promise<Param[]> {
    const wanted = checkedParams(params);
    return transact(store, actor, async (unit) => {
      const session = await lockToEdit(unit, sessionId);
      if (actor.kind === 'guest' && !isRunning(session)) throw new Problem('session-ended');
      const present = await readParams(unit.db, session.companyId, [session.id]);
      const { set, remove } = changesOf(actor, present, wanted, options);
      if (set.length + remove.length === 0) return present.map(presentParam);
      const names = new Set(present.map((row) => row.name));
      for (const { name } of set) names.add(name);
      if (set.length > 0 && names.size - remove.length > limits.paramsPerSession) throw tooMany();
      await deleteParams(unit.db, session, remove);
      await upsertParams(unit.db, session, set, unit.now);
      recordOf(unit, session, 'paramsUpdated', {
        tenantId: session.tenantId,
        names: [...set.map((param) => param.name), ...remove],
      });
      await saveSession(unit, session);
      return (await readParams(unit.db, session.companyId, [session.id])).map(presentParam);
    });
  }
}

/** What really changes. Read-only values are closed to operators and clients (OP-CT-5). */
function changesOf(
  actor: Actor,
  present: readonly ParamRow[],
  wanted: Record<string, string | null>,
  { source = sourceOf(actor), readOnly }: SetParamsOptions,
): { set: NewParam[]; remove: string[] } {
  const byName = new Map(present.map((row) => [row.name, row]));
  const set: NewParam[] = [];
  const remove: string[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const old = byName.get(name);
    if (actor.kind === 'guest' && !guestMaySet(name)) continue;
    if (value === null && !old) continue;
    if (old && value === old.value && (readOnly ?? old.readOnly) === old.readOnly) continue;
    if (old?.readOnly && (actor.kind === 'user' || actor.kind === 'guest')) {
      if (actor.kind === 'guest') continue;
      throw new Problem('not-permitted', {
        detail: `${name} is read-only.`,
        fields: { [`params.${name}`]: 'is read-only.' },
      });
    }
    if (value === null) remove.push(name);
    else set.push({ name, value, source, readOnly: readOnly ?? old?.readOnly ?? false });
  }
  return { set, remove };
}

async function lockToEdit(unit: Unit, sessionId: number): Promise<SessionRecord> {
  const { session, facts } = await lockSeen(unit, sessionId);
  if (!mayEditClientData(unit.actor, facts)) throw refuse('Only operators of this conversation change client data.');
  return session;
}

async function findTag(
  unit: Unit,
  { companyId, tenantId }: SessionRecord,
  wanted: { id: number } | { name: string },
  mayCreate: boolean,
) {
  if ('id' in wanted) {
    const tag = await readTag(unit.db, companyId, tenantId, wanted.id);
    if (!tag) throw notFound();
    return tag;
  }
  const name = requiredLine('name', wanted.name, limits.tagNameLength);
  const known = await tagByName(unit.db, companyId, tenantId, name);
  if (known) return known;
  if (!mayCreate) throw refuse('This tenant’s list of tags is closed. Choose one of them.');
  return ensureTag(unit.db, { companyId, tenantId, name });
}
