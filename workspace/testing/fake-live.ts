import type { Board, BoardRow, OperatorOnBoard, QueueOnBoard } from '@hovor/protocol/live';
import { iso } from './fake-data.ts';
import type { Push } from './fake-desk.ts';
import type { FakeRoute } from './fake-settings.ts';

const people: [string, Partial<OperatorOnBoard['state']>, Partial<OperatorOnBoard>][] = [
  ['Anna Nováková', { kind: 'ONLINE' }, { active: 2, slots: slots(2) }],
  ['Petr Svoboda', { kind: 'BREAK', awayReasonId: 1, awayReason: 'Lunch' }, { noRequests: ['away'] }],
  ['Jana Dvořáková', { kind: 'DISCONNECTED' }, { active: 1, slots: slots(1), noRequests: ['away'] }],
  ['Karel Maximilián Procházka-Horáček', { kind: 'ONLINE' }, { groups: [], noRequests: ['no-group'] }],
  ['Eva Černá', { kind: 'ONLINE' }, { active: 3, acw: 1, slots: slots(3), noRequests: ['no-slot'] }],
  ['Tomáš Malý', { kind: 'OFFLINE' }, { noRequests: ['away'] }],
];

function slots(used: number): OperatorOnBoard['slots'] {
  return { live: { used, total: 3 }, asynchronous: { used: 0, total: 5 }, email: { used: 0, total: 10 } };
}

/** The live boards: what tests change is pushed to whoever watches. */
export function fakeLive(push: Push) {
  const since = Date.now();
  const operators = people.map(
    ([name, state, about], index): OperatorOnBoard => ({
      key: String(index + 7),
      userId: index + 7,
      name,
      photoUrl: null,
      groups: [{ id: 11, name: 'Customer care' }],
      channels: [
        { channel: 'Mluvii', enabled: true },
        { channel: 'WhatsApp', enabled: index % 2 === 0 },
      ],
      slots: slots(0),
      active: 0,
      acw: 0,
      noRequests: [],
      ...about,
      state: {
        userId: index + 7,
        kind: 'ONLINE',
        awayReasonId: null,
        awayReason: null,
        note: null,
        changed: iso(since - (index + 1) * 754_000),
        forced: false,
        ...state,
      },
    }),
  );
  const queue = (groupId: number, groupName: string, about: Partial<QueueOnBoard>): QueueOnBoard => ({
    key: `${groupId}/Mluvii`,
    groupId,
    groupName,
    channel: 'Mluvii',
    waiting: 0,
    oldest: null,
    offered: 0,
    active: 4,
    acw: 1,
    online: 3,
    busy: 2,
    away: 1,
    open: true,
    changes: iso(since + 4 * 3_600_000),
    today: { accepted: 120, inTime: 108, within: 20, abandoned: 6, averageWait: 14 },
    lastHours: [0, 0, 1, 4, 12, 18, 22, 15, 17, 21, 14, 6],
    ...about,
  });
  const queues = [
    queue(11, 'Customer care', {}),
    queue(12, 'Complaints and returns', {
      ...{ waiting: 7, oldest: iso(since - 185_000), offered: 2, online: 0, busy: 3, away: 2 },
      today: { accepted: 80, inTime: 40, within: 20, abandoned: 19, averageWait: 71 },
    }),
    queue(13, 'Sales', { waiting: 1, oldest: iso(since - 32_000), online: 0, busy: 0, away: 2 }),
    queue(14, 'Night shift', {
      ...{ online: 0, busy: 0, away: 0, active: 0, acw: 0, open: false },
      ...{ today: { accepted: 0, inTime: 0, within: 20, abandoned: 0, averageWait: null } },
      lastHours: Array(12).fill(0) as number[],
    }),
  ];
  const done: { what: string; userId: number; body: Record<string, unknown> }[] = [];
  const tell = (board: Board, rows: BoardRow[]) => push('board', { board, tenantId: 3, rows, gone: [] });

  function act(
    what: string,
    userId: number,
    kind: OperatorOnBoard['state']['kind'],
    body: Record<string, unknown> = {},
  ) {
    done.push({ what, userId, body });
    const operator = operators.find((one) => one.userId === userId);
    if (!operator) return;
    const changed = iso(Date.now());
    operator.state = { ...operator.state, kind, awayReason: null, changed, forced: what === 'state' };
    tell('operators', [operator]);
  }
  const routes: FakeRoute[] = [
    [
      'POST',
      /^\/tenants\/3\/operators\/(\d+)\/state$/,
      ([userId], { body }) => act('state', Number(userId), body.kind as 'AWAY', body),
    ],
    ['POST', /^\/tenants\/3\/operators\/(\d+)\/log-out$/, ([userId]) => act('log-out', Number(userId), 'OFFLINE')],
  ];
  return {
    routes,
    done,
    watch: (board: Board) => ({ board, tenantId: 3, rows: board === 'operators' ? operators : queues, gone: [] }),
    /** A figure of a queue moves. */
    move(groupId: number, about: Partial<QueueOnBoard>) {
      const moved = queues.find((one) => one.groupId === groupId);
      if (moved) tell('queues', [Object.assign(moved, about)]);
    },
  };
}
