import type { IncomingMessage } from 'node:http';
import type { Tag } from '@hovor/protocol/session';
import { administrator, catalogue, iso, me, myDay, password } from './fake-data.ts';
import { type FakeDesk, FakeProblem } from './fake-desk.ts';
import { forwardTargets } from './fake-targets.ts';

/** What a request may carry; bodies are believed, the real server checks them. */
export interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  raw: Buffer;
  request: IncomingMessage;
}

export interface FakeAccount {
  loggedIn: boolean;
  /** Logged in with all rights of the company. */
  administers: boolean;
  setupNeeded: boolean;
  failures: number;
  left: { id: number; handled: string | null; [key: string]: unknown }[];
}

type Handler = (ids: number[], request: FakeRequest) => unknown;

/** The routes of /app-api as a list of patterns; a number in the path is handed to the handler. */
export function fakeRoutes(desk: FakeDesk, account: FakeAccount): [method: string, path: RegExp, handler: Handler][] {
  const tag = (id: number): Tag => {
    const found = catalogue.tags.find((each) => each.id === id);
    if (!found) throw new FakeProblem(404, 'not-found');
    return found;
  };
  const form = (body: Record<string, unknown>) => ({
    result: (body.result as string | null) ?? null,
    note: (body.note as string | null) ?? null,
  });
  const one = (ids: number[]) => ids[0] as number;
  return [
    ['GET', /^\/me$/, () => (account.administers ? administrator : me)],
    ['POST', /^\/me\/activity$/, () => undefined],
    ['PUT', /^\/me$/, (_ids, { body }) => Object.assign(me, body)],
    [
      'PUT',
      /^\/me\/password$/,
      (_ids, { body }) => {
        if (body.oldPassword !== password) throw new FakeProblem(401, 'wrong-login');
      },
    ],
    [
      'GET',
      /^\/logins$/,
      () => [
        {
          id: 1,
          created: iso(Date.now() - 3600_000),
          lastSeen: iso(Date.now()),
          ip: '10.0.0.7',
          userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0',
          current: true,
        },
        {
          id: 2,
          created: iso(Date.now() - 9e7),
          lastSeen: iso(Date.now() - 8e6),
          ip: '10.0.0.9',
          userAgent: 'Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile',
          current: false,
        },
      ],
    ],
    ['DELETE', /^\/logins\/(\d+)$/, () => undefined],
    [
      'POST',
      /^\/logout-everywhere$/,
      () => {
        account.loggedIn = false;
      },
    ],
    ['GET', /^\/tenants\/(\d+)\/catalogue$/, () => catalogue],
    [
      'POST',
      /^\/tenants\/(\d+)\/operator-state$/,
      (_ids, { body }) => {
        const reason = catalogue.awayReasons.find((each) => each.id === body.awayReasonId);
        return desk.setState(body.kind as 'ONLINE', reason?.id ?? null, reason?.name ?? null);
      },
    ],
    [
      'POST',
      /^\/tenants\/(\d+)\/channels$/,
      (_ids, { body }) => desk.setChannel(String(body.channel), body.enabled === true),
    ],
    [
      'GET',
      /^\/tenants\/(\d+)\/sessions$/,
      (_ids, { query }) => {
        const before = Number(query.get('before') ?? Number.MAX_SAFE_INTEGER);
        const search = query.get('search')?.toLowerCase() ?? '';
        const ended = desk
          .ended()
          .filter((each) => each.id < before && (each.guestName ?? '').toLowerCase().includes(search));
        return ended.sort((a, b) => b.id - a.id).slice(0, 100);
      },
    ],
    [
      'GET',
      /^\/tenants\/(\d+)\/offline-messages$/,
      (_ids, { query }) => account.left.filter((each) => query.get('handled') === 'true' || each.handled === null),
    ],
    [
      'POST',
      /^\/tenants\/\d+\/offline-messages\/(\d+)\/handle$/,
      (ids) => {
        const message = account.left.find((each) => each.id === one(ids));
        if (message) message.handled = iso(Date.now());
      },
    ],
    ['GET', /^\/sessions\/(\d+)$/, (ids) => desk.detail(one(ids))],
    [
      'GET',
      /^\/sessions\/(\d+)\/activities$/,
      (ids, { query }) => {
        if (query.get('after') === '0') return desk.firstPage(one(ids));
        const before = query.get('before');
        const after = query.get('after');
        return desk.page(one(ids), {
          ...(after && { after: Number(after) }),
          ...(before && { before: Number(before) }),
        });
      },
    ],
    ['GET', /^\/sessions\/(\d+)\/guest-sessions$/, (ids) => desk.guestSessions(one(ids))],
    ['POST', /^\/sessions\/(\d+)\/accept$/, (ids) => desk.accept(one(ids))],
    ['GET', /^\/tenants\/(\d+)\/my-day$/, () => myDay],
    ['GET', /^\/tenants\/(\d+)\/no-requests$/, () => []],
    ['GET', /^\/tenants\/(\d+)\/invitations$/, () => desk.invitations],
    ['POST', /^\/tenants\/(\d+)\/invitations$/, (_ids, { body }) => desk.makeInvitation(body)],
    [
      'DELETE',
      /^\/tenants\/\d+\/invitations\/(\d+)$/,
      (ids) => {
        desk.invitations.splice(0, Number.POSITIVE_INFINITY, ...desk.invitations.filter(({ id }) => id !== one(ids)));
      },
    ],
    ['GET', /^\/tenants\/(\d+)\/forward-targets$/, () => forwardTargets],
    ['POST', /^\/sessions\/(\d+)\/forward$/, (ids, { body }) => desk.forward(one(ids), body)],
    ['POST', /^\/sessions\/(\d+)\/invites$/, (ids, { body }) => desk.invite(one(ids), body)],
    ['DELETE', /^\/sessions\/(\d+)\/invites\/(\d+)$/, (ids) => desk.cancelInvite(one(ids), ids[1] as number)],
    ['DELETE', /^\/sessions\/(\d+)\/collaborators\/(\d+)$/, (ids) => desk.kick(one(ids), ids[1] as number)],
    ['POST', /^\/sessions\/(\d+)\/decline$/, (ids) => desk.decline(one(ids))],
    ['POST', /^\/sessions\/(\d+)\/end$/, (ids) => desk.end(one(ids))],
    ['POST', /^\/sessions\/(\d+)\/conclude$/, (ids, { body }) => desk.conclude(one(ids), form(body))],
    ['PUT', /^\/sessions\/(\d+)\/acw$/, (ids, { body }) => desk.saveAcw(one(ids), form(body))],
    [
      'PUT',
      /^\/sessions\/(\d+)\/params$/,
      (ids, { body }) => {
        const values = body.params as Record<string, string>;
        const own = {
          oo1_guest_ident: 'guestName',
          oo1_guest_email: 'guestEmail',
          oo1_guest_phone: 'guestPhone',
        } as const;
        return desk.change(one(ids), (detail) => ({
          ...Object.fromEntries(
            Object.entries(own)
              .filter(([name]) => name in values)
              .map(([name, key]) => [key, values[name] || null]),
          ),
          params: [
            ...detail.params.map((param) => ({ ...param, value: values[param.name] ?? param.value })),
            ...Object.keys(values)
              .filter((name) => !name.startsWith('oo1_') && !detail.params.some((param) => param.name === name))
              .map((name) => ({
                name,
                label: null,
                value: values[name] ?? null,
                source: 'USER' as const,
                readOnly: false,
                updated: iso(Date.now()),
              })),
          ],
        })).params;
      },
    ],
    [
      'PUT',
      /^\/sessions\/(\d+)\/tags\/(\d+)$/,
      (ids) => {
        desk.change(one(ids), (detail) => ({ tags: [...detail.tags, tag(ids[1] as number)] }));
      },
    ],
    [
      'DELETE',
      /^\/sessions\/(\d+)\/tags\/(\d+)$/,
      (ids) => {
        desk.change(one(ids), (detail) => ({ tags: detail.tags.filter((each) => each.id !== ids[1]) }));
      },
    ],
    [
      'POST',
      /^\/sessions\/(\d+)\/tags$/,
      (ids, { body }) => {
        const made: Tag = {
          id: 100 + Math.floor(Math.random() * 1e6),
          name: String(body.name),
          label: null,
          background: null,
          text: null,
        };
        desk.change(one(ids), (detail) => ({ tags: [...detail.tags, made] }));
        return made;
      },
    ],
    [
      'POST',
      /^\/sessions\/(\d+)\/notes$/,
      (ids, { body }) => {
        const note = {
          id: Date.now(),
          userId: me.userId,
          userName: 'Anna Nováková',
          text: String(body.text),
          at: iso(Date.now()),
        };
        desk.change(one(ids), (detail) => ({ notes: [...detail.notes, note] }));
        return note;
      },
    ],
    [
      'POST',
      /^\/sessions\/(\d+)\/files$/,
      (ids, { raw }) => {
        const text = raw.toString('latin1');
        const messageId = /name="messageId"\r\n\r\n([0-9a-f-]+)/.exec(text)?.[1] ?? crypto.randomUUID();
        const name = Buffer.from(/filename="([^"]*)"/.exec(text)?.[1] ?? 'file', 'latin1').toString();
        const isImage = /\.(png|jpe?g)$/.test(name);
        const url = `/app-api/sessions/${one(ids)}/files/1`;
        return desk.addFile(one(ids), messageId, {
          id: Date.now(),
          name,
          contentType: 'application/octet-stream',
          size: raw.length,
          url,
          isImage,
          isDeleted: false,
        });
      },
    ],
  ];
}
