import type { Catalogue, Me, MyDay } from '@hovor/protocol/desk';
import type { Activity, SessionDetail } from '@hovor/protocol/session';

/** Two people and a department: what the fake server knows before anything happens. */

export const password = 'correct horse battery';

export const me: Me = {
  userId: 7,
  companyId: 1,
  companyName: 'Demo company',
  username: 'anna',
  firstName: 'Anna',
  lastName: 'Nováková',
  email: 'anna@demo.test',
  language: null,
  timezone: 'Europe/Prague',
  globalRoles: [],
  tenants: [
    {
      id: 3,
      name: 'Customer care',
      roles: ['Operator', 'MluviiOperator', 'WhatsAppOperator'],
      displayName: 'Anna Nováková',
      photoUrl: null,
    },
    { id: 4, name: 'Sales', roles: ['TenantSessionsView'], displayName: 'Anna N.', photoUrl: null },
  ],
  demo: true,
};

/** The same person with all rights of the company. */
export const administrator: Me = {
  ...me,
  globalRoles: ['CompanyAdmin'],
  tenants: me.tenants.map((tenant) => ({ ...tenant, roles: [...tenant.roles, 'TenantAdmin'] })),
};

export const myDay: MyDay = {
  states: [
    { kind: 'ONLINE', awayReasonId: null, awayReason: null, paid: null, seconds: 12_345 },
    { kind: 'BREAK', awayReasonId: 1, awayReason: 'Lunch', paid: false, seconds: 1_830 },
    { kind: 'BREAK', awayReasonId: 2, awayReason: 'Break', paid: true, seconds: 605 },
  ],
  paidBreaks: 605,
  unpaidBreaks: 1_830,
};

export const catalogue: Catalogue = {
  awayReasons: [
    { id: 1, name: 'Lunch', paid: false, color: '#d9480f' },
    { id: 2, name: 'Break', paid: true, color: null },
    { id: 3, name: 'Training', paid: true, color: '#364fc7' },
  ],
  results: [
    { id: 1, name: 'Solved' },
    { id: 2, name: 'Call back' },
    { id: 3, name: 'Complaint' },
    { id: 4, name: 'Not our matter' },
  ],
  tags: [
    { id: 1, name: 'delivery', label: 'Delivery', background: '#d0ebff', text: '#0b4a7a' },
    { id: 2, name: 'complaint', label: 'Complaint', background: '#ffe3e3', text: '#8a1c1c' },
    { id: 3, name: 'vip', label: 'VIP', background: '#5f3dc4', text: '#8a1c1c' },
    { id: 4, name: 'invoice', label: null, background: null, text: null },
  ],
  parameters: [{ name: 'orderNumber', label: 'Order' }],
  groups: [{ id: 5, name: 'First line' }],
  operatorsMaySwitchChannels: true,
  operatorsMayCreateTags: true,
  operatorsMayDeleteContacts: true,
  logoutWhenIdleMinutes: null,
  logoutWhenLocked: false,
  resultRequired: false,
};

export const guestNames = [
  'Jana Dvořáková',
  'Petr Svoboda',
  null,
  'Karolína Veselá-Hájková',
  'Tomáš Procházka',
  'Emily Carter',
  'Lukáš Kučera',
  'Marie Horáková',
  'Ondřej Beneš',
];

const guestLines = [
  'Dobrý den, kde je moje objednávka?',
  'Objednal jsem v pondělí a pořád nic nedorazilo.',
  'Číslo je 2024-11873.',
  'Můžu změnit adresu doručení?',
  'Thanks, that helps a lot!',
  'Podívejte se prosím na https://shop.example/orders/11873 a napište mi.',
  'A ještě jedna věc: faktura má špatné IČO. Potřebovala bych ji opravit dřív, než ji pošlu do účetnictví.',
  'Děkuju 🙂',
  '👍',
];

const operatorLines = [
  'Dobrý den, hned se na to podívám.',
  'Zásilka je od včerejška u dopravce, doručení je zítra mezi 9 a 12.',
  'Adresu jsem změnila.',
  'Novou fakturu máte v e-mailu.',
  'Můžu pro vás udělat ještě něco?',
];

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
export const guestLine = (at: number): string => pick(guestLines, at);
export const operatorLine = (at: number): string => pick(operatorLines, at);

export const iso = (at: number): string => new Date(at).toISOString();

/** A session as it is when the client enters the queue. */
export function freshSession(id: number, about: Partial<SessionDetail> = {}): SessionDetail {
  const now = Date.now();
  const name = pick(guestNames, id);
  return {
    id,
    tenantId: 3,
    status: 'WAITING',
    channel: 'Chat',
    source: id % 7 === 3 ? 'WhatsApp' : 'Default',
    guestId: 1000 + id,
    guestName: name,
    guestEmail: name ? `${name.split(' ')[0]?.normalize('NFD').replace(/\W/g, '').toLowerCase()}@example.com` : null,
    guestPhone: id % 3 === 0 ? '+420 601 222 333' : null,
    preset: 'Demo shop',
    language: pick(['cs', 'en', 'cs', 'de'], id),
    os: pick(['WINDOWS', 'ANDROID', 'IOS', 'OSX'] as const, id),
    browser: pick(['CHROME', 'SAFARI', 'FF', 'CHROMIUM_EDGE'] as const, id),
    url: 'https://shop.example/kosik/doprava?step=2',
    created: iso(now),
    enteredQueue: iso(now),
    started: iso(now),
    ended: null,
    terminationReason: null,
    guestLeft: 'StillConnected',
    guestLost: null,
    operators: [],
    lastSeq: 0,
    lastText: null,
    lastAt: null,
    unansweredSince: null,
    receipts: { guestDelivered: 0, guestRead: 0, operatorRead: 0 },
    result: null,
    feedbackStars: null,
    tags: [],
    params: [
      {
        name: 'orderNumber',
        label: 'Order',
        value: `2024-${11000 + id}`,
        source: 'WIDGET_API',
        readOnly: false,
        updated: iso(now),
      },
      { name: 'customerId', label: null, value: String(880000 + id), source: 'API', readOnly: true, updated: iso(now) },
    ],
    notes: [],
    invites: [],
    note: null,
    ip: '203.0.113.24',
    feedbackScale: null,
    feedbackText: null,
    ...about,
  };
}

/** Lines of a conversation of `count` messages that ended `until`, one every half minute. */
export function conversationLines(sessionId: number, count: number, until: number): Activity[] {
  const start = until - count * 30_000;
  const lines: Activity[] = [
    activity(sessionId, 1, start - 60_000, { type: 'Joined', client: 'Guest' }),
    activity(sessionId, 2, start - 30_000, {
      type: 'Joined',
      client: 'User',
      userId: me.userId,
      userName: 'Anna Nováková',
    }),
  ];
  for (let at = 0; at < count; at++) {
    const mine = at % 3 === 1;
    lines.push(
      activity(sessionId, at + 3, start + at * 30_000, {
        type: 'ChatMessage',
        client: mine ? 'User' : 'Guest',
        userId: mine ? me.userId : null,
        userName: mine ? 'Anna Nováková' : null,
        text: mine ? operatorLine(at) : guestLine(at),
        messageId: crypto.randomUUID(),
      }),
    );
  }
  return lines;
}

export function activity(sessionId: number, seq: number, at: number, about: Partial<Activity>): Activity {
  return {
    id: sessionId * 100_000 + seq,
    sessionId,
    seq,
    type: 'ChatMessage',
    at: iso(at),
    client: null,
    userId: null,
    userName: null,
    messageId: null,
    text: null,
    file: null,
    terminationReason: null,
    ...about,
  };
}
