import type { DeskSnapshot, MySession, Offer } from '@hovor/protocol/desk';
import type { KeyValueStore } from '../src/socket/outbox.ts';
import { freshSession, iso, me } from './fake-data.ts';

/** A session of mine; the parts a test speaks of are given, the rest is ordinary. */
export function sampleSession(id: number, about: Partial<MySession> = {}): MySession {
  const {
    params: _p,
    notes: _n,
    invites: _v,
    note: _o,
    ip: _i,
    feedbackScale: _s,
    feedbackText: _t,
    ...row
  } = freshSession(id);
  return { ...row, status: 'ACTIVE', unread: 0, acwDraft: null, ...about };
}

export function sampleOffer(id: number, entered: number): Offer {
  return {
    session: sampleSession(id, { status: 'WAITING', enteredQueue: iso(entered) }),
    groupId: 5,
    groupName: 'First line',
    offered: iso(entered),
    expires: iso(entered + 30_000),
    params: [],
    preview: [],
  };
}

export function sampleSnapshot(about: Partial<DeskSnapshot> = {}): DeskSnapshot {
  return {
    state: {
      userId: me.userId,
      kind: 'ONLINE',
      awayReasonId: null,
      awayReason: null,
      note: null,
      changed: iso(0),
      forced: false,
    },
    channels: [{ channel: 'Mluvii', enabled: true }],
    slots: { live: { used: 0, total: 3 } },
    offers: [],
    sessions: [],
    ...about,
  };
}

/** localStorage in memory. */
export function memoryStore(): KeyValueStore {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}
