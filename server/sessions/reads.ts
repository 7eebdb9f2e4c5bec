import type { MySession } from '@hovor/protocol/desk';
import type { GuestSession } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import type { Activity, Param, SessionDetail, SessionRow } from '@hovor/protocol/session';
import { notFound, Problem } from '../foundation/errors.ts';
import { type Actor, type GuestActor, hasTenantRole, type UserActor } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import { loadSeen } from './access.ts';
import { activityPage } from './activity-queries.ts';
import { readBots } from './bot-queries.ts';
import { openInvites } from './collaborator-queries.ts';
import { isParticipant } from './policies.ts';
import {
  fileOf,
  forGuest,
  presentActivity,
  presentDetail,
  presentForGuest,
  presentParam,
  presentRow,
  receiptsOf,
} from './presenter.ts';
import {
  guestSessionIds,
  historyIds,
  readDetail,
  readMine,
  readNotes,
  readOperators,
  readParams,
  readPreview,
  readRows,
  readTags,
} from './reading-queries.ts';
import type { Page } from './schema.ts';

/** Everything that is only read. A list of any length costs the same number of statements. */
export function createReads(store: Store) {
  const { db } = store;

  const rows = async (companyId: number, sessionIds: readonly number[]): Promise<SessionRow[]> => {
    if (sessionIds.length === 0) return [];
    const [records, operators, tags] = await Promise.all([
      readRows(db, companyId, sessionIds),
      readOperators(db, companyId, sessionIds),
      readTags(db, companyId, sessionIds),
    ]);
    const operatorsOf = Map.groupBy(operators, (row) => row.sessionId);
    const tagsOf = Map.groupBy(tags, (row) => row.sessionId);
    const presented = records.map((row) => presentRow(row, operatorsOf.get(row.id) ?? [], tagsOf.get(row.id) ?? []));
    return inOrder(sessionIds, presented);
  };

  const guestViews = async (companyId: number, sessionIds: readonly number[]): Promise<GuestSession[]> => {
    if (sessionIds.length === 0) return [];
    const [records, operators, bots] = await Promise.all([
      readRows(db, companyId, sessionIds),
      readOperators(db, companyId, sessionIds),
      readBots(db, companyId, sessionIds),
    ]);
    const botOf = new Map(bots.map((bot) => [bot.sessionId, bot]));
    const operatorsOf = Map.groupBy(operators, (row) => row.sessionId);
    return inOrder(
      sessionIds,
      records.map((row) => presentForGuest(row, operatorsOf.get(row.id) ?? [], botOf.get(row.id))),
    );
  };

  const paramsOf = async (companyId: number, sessionIds: readonly number[]) =>
    sessionIds.length === 0 ? [] : readParams(db, companyId, sessionIds);

  return {
    rows,

    async detail(actor: Actor, sessionId: number): Promise<SessionDetail> {
      const { session } = await loadSeen(db, actor, sessionId);
      const { companyId } = session;
      const [[row], extra, params, notes, invites] = await Promise.all([
        rows(companyId, [sessionId]),
        readDetail(db, companyId, sessionId),
        readParams(db, companyId, [sessionId]),
        readNotes(db, companyId, sessionId),
        openInvites(db, companyId, sessionId),
      ]);
      if (!row || !extra) throw notFound();
      return presentDetail(row, extra, params, notes, invites);
    },

    async mayTakePart(actor: Actor, sessionId: number) {
      const { session, facts } = await loadSeen(db, actor, sessionId);
      return {
        companyId: session.companyId,
        tenantId: session.tenantId,
        participant: session.ended === null && isParticipant(actor, facts),
      };
    },

    async mySessions(
      companyId: number,
      userId: number,
      tenantId: number,
      sessionIds?: readonly number[],
    ): Promise<MySession[]> {
      const mine = await readMine(db, { companyId, userId, tenantId }, sessionIds ?? null);
      const found = await rows(
        companyId,
        mine.map((entry) => entry.sessionId),
      );
      const more = new Map(mine.map((entry) => [entry.sessionId, entry]));
      return found.map((row) => ({
        ...row,
        unread: more.get(row.id)?.unread ?? 0,
        acwDraft: more.get(row.id)?.acwDraft ?? null,
      }));
    },

    async activities(actor: Actor, sessionId: number, page: Page): Promise<{ activities: Activity[]; more: boolean }> {
      const { session } = await loadSeen(db, actor, sessionId);
      const limit = Math.min(Math.max(page.limit ?? limits.activitiesPage, 1), limits.activitiesPage);
      const { after, before = session.lastSeq + 1 } = page;
      const found = await activityPage(db, session, after === undefined ? { before, limit } : { after, limit });
      const audience = actor.kind === 'guest' ? 'guest' : 'desk';
      const activities = found.map(({ fileId, fileName, contentType, size, deleted, ...line }) => {
        const stored = fileId !== null && fileName !== null && contentType !== null && size !== null;
        const file = stored
          ? fileOf(session.id, { id: fileId, name: fileName, contentType, size, deleted }, audience)
          : null;
        const presented = presentActivity(line, file);
        return audience === 'guest' ? forGuest(presented) : presented;
      });
      return { activities, more: (activities[0]?.seq ?? 1) > 1 };
    },

    async receipts(companyId: number, sessionId: number) {
      const [row] = await readRows(db, companyId, [sessionId]);
      return row ? receiptsOf(row) : null;
    },

    async guestSession(companyId: number, sessionId: number): Promise<GuestSession | null> {
      const [view] = await guestViews(companyId, [sessionId]);
      return view ?? null;
    },

    async guestOwn(
      actor: GuestActor,
      { scope, presetId, limit = limits.guestSessionsPage }: { scope: string; presetId?: number; limit?: number },
    ): Promise<GuestSession[]> {
      if (scope.includes('\0')) return [];
      const filter = { scope, limit: Math.min(limit, limits.guestSessionsPage), ...(presetId && { presetId }) };
      return guestViews(actor.companyId, await guestSessionIds(db, actor, filter));
    },

    async guestSessions(actor: Actor, sessionId: number): Promise<SessionRow[]> {
      const { session } = await loadSeen(db, actor, sessionId);
      const { companyId, tenantId } = session;
      const filter = { tenantId, before: session.id, limit: limits.listPage };
      return rows(companyId, await guestSessionIds(db, session, filter));
    },

    async history(
      actor: UserActor,
      tenantId: number,
      filter: { before?: number; search?: string; contactId?: number; limit?: number },
    ): Promise<SessionRow[]> {
      const { companyId } = actor;
      const all = hasTenantRole(actor, tenantId, 'TenantSessionsView', 'TenantAdmin');
      if (!all && !hasTenantRole(actor, tenantId, 'Operator')) throw new Problem('not-permitted');
      const search = filter.search?.replaceAll('\0', '').trim().slice(0, limits.nameLength) || null;
      const ids = await historyIds(
        db,
        { companyId, tenantId },
        {
          before: filter.before ?? null,
          search,
          contactId: filter.contactId ?? null,
          userId: all ? null : actor.userId,
          limit: Math.min(filter.limit ?? limits.listPage, limits.listPage),
        },
      );
      return rows(companyId, ids);
    },

    async preview(companyId: number, sessionIds: readonly number[]): Promise<Map<number, string[]>> {
      const lines = sessionIds.length === 0 ? [] : await readPreview(db, companyId, sessionIds, limits.previewLines);
      return new Map(
        sessionIds.map((id) => [id, lines.filter((line) => line.sessionId === id).map((line) => line.text)]),
      );
    },

    async queueParams(companyId: number, sessionIds: readonly number[]) {
      const found = await paramsOf(companyId, sessionIds);
      const shown = found.flatMap(({ sessionId, name, label, value, inQueue }) =>
        inQueue && label !== null && value !== null ? [{ sessionId, name, label, value }] : [],
      );
      const bySession = Map.groupBy(shown, (param) => param.sessionId);
      return new Map(
        sessionIds.map((id) => [id, (bySession.get(id) ?? []).map(({ sessionId: _, ...param }) => param)]),
      );
    },

    async params(companyId: number, sessionIds: readonly number[]): Promise<Map<number, Param[]>> {
      const bySession = Map.groupBy(await paramsOf(companyId, sessionIds), (param) => param.sessionId);
      return new Map(sessionIds.map((id) => [id, (bySession.get(id) ?? []).map(presentParam)]));
    },
  };
}

function inOrder<T extends { id: number }>(ids: readonly number[], found: readonly T[]): T[] {
  const byId = new Map(found.map((item) => [item.id, item]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
