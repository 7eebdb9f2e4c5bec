import { channels } from '@hovor/protocol/enums';
import type { OperatorOnBoard, QueueOnBoard } from '@hovor/protocol/live';
import type { OperatorFace } from '@hovor/protocol/session';
import { createPool, type Desk, openDesk } from '../candidates.ts';
import { whyNoRequests } from '../my-day.ts';
import { familyOf, inFamily, isClosed, rightFor, type Snapshot } from '../schema.ts';
import { type Day, hoursShown, queueKey } from './day.ts';
import type { CardRow, HeldRow } from './queries.ts';

const iso = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString());

/** The operators of a tenant. Pure. */
export function operatorRows(
  snapshot: Snapshot,
  { cards, faces, held }: { cards: CardRow[]; faces: ReadonlyMap<number, OperatorFace>; held: HeldRow[] },
): OperatorOnBoard[] {
  const bySelf = Map.groupBy(held, ({ userId }) => userId);
  return cards.flatMap((card) => {
    const { userId, roles, changed, ...state } = card;
    const facts = snapshot.operators.get(userId);
    if (!facts) return [];
    const mine = bySelf.get(userId) ?? [];
    return [
      {
        key: String(userId),
        userId,
        name: faces.get(userId)?.name ?? '',
        photoUrl: faces.get(userId)?.photoUrl ?? null,
        groups: [...snapshot.groups.values()]
          .filter(({ chatbot, members }) => !chatbot && members.includes(userId))
          .map(({ id, name }) => ({ id, name })),
        state: {
          userId,
          kind: facts.state,
          awayReasonId: state.awayReasonId,
          awayReason: state.awayReason,
          note: state.note,
          changed: changed.toISOString(),
          forced: state.forced,
        },
        channels: channels
          .filter((channel) => roles.includes(rightFor[channel]))
          .map((channel) => ({ channel, enabled: facts.channels.has(channel) })),
        slots: {
          live: { used: facts.used.live, total: facts.slots.live },
          asynchronous: { used: facts.used.asynchronous, total: facts.slots.asynchronous },
          email: { used: facts.used.email, total: facts.slots.email },
        },
        active: mine.reduce((sum, { active }) => sum + active, 0),
        acw: mine.reduce((sum, { acw }) => sum + acw, 0),
        noRequests: whyNoRequests(snapshot, userId),
      },
    ];
  });
}

/** The queues of a tenant: each group's web chat, and the other channels it had clients of. Pure. */
export function queueRows(
  snapshot: Snapshot,
  { held, today, within }: { held: HeldRow[]; today: ReadonlyMap<string, Day>; within: number },
): QueueOnBoard[] {
  const desks = new Map<number, Desk>();
  for (const operator of snapshot.operators.values()) desks.set(operator.userId, openDesk(operator));
  return [...snapshot.groups.values()]
    .filter(({ chatbot }) => !chatbot)
    .flatMap((group) => {
      const searching = snapshot.requests.filter(({ groupId }) => groupId === group.id);
      return channels.flatMap((channel) => {
        const key = queueKey(group.id, channel);
        const requests = searching.filter((request) => request.channel === channel && !request.forward?.userId);
        const here = held.filter((row) => row.groupId === group.id && row.channel === channel);
        const day = today.get(key);
        if (channel !== 'Mluvii' && requests.length === 0 && here.length === 0 && !day) return [];
        const pool = createPool(inFamily(group, familyOf(channel)), channel, desks);
        const online = [...pool.ready.values()].filter(pool.hasRoom).length;
        const away = pool.here - pool.ready.size;
        return [
          {
            key,
            groupId: group.id,
            groupName: group.name,
            channel,
            waiting: requests.length,
            oldest: requests.length > 0 ? iso(Math.min(...requests.map(({ created }) => created))) : null,
            offered: requests.filter(({ offers }) => offers.some(({ ended }) => ended === null)).length,
            active: here.reduce((sum, { active }) => sum + active, 0),
            acw: here.reduce((sum, { acw }) => sum + acw, 0),
            online,
            busy: pool.ready.size - online,
            away,
            open: !isClosed(group),
            changes: iso(group.hours?.changes),
            today: {
              accepted: day?.accepted ?? 0,
              inTime: day?.inTime ?? 0,
              within,
              abandoned: day?.abandoned ?? 0,
              averageWait: day?.averageWait ?? null,
            },
            lastHours: day?.lastHours ?? Array<number>(hoursShown).fill(0),
          },
        ];
      });
    });
}
