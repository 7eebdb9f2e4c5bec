import type { Contact, ContactFilter } from '../src/api/contacts.ts';
import { iso } from './fake-data.ts';
import { FakeProblem } from './fake-desk.ts';
import type { FakeRequest } from './fake-routes.ts';

type Handler = (ids: number[], request: FakeRequest) => unknown;

/** The contact directory of the fake server: a few people, and who is linked with which session. */
export function fakeContacts() {
  let lastId = 100;
  const contacts = new Map<number, Contact>();
  const filters = new Map<number, ContactFilter>();
  const linked = new Map<number, number>();

  function add(name: string | null, data: Contact['data']): Contact {
    const contact = { id: ++lastId, name, data, created: iso(Date.now()), updated: iso(Date.now()) };
    contacts.set(contact.id, contact);
    return contact;
  }
  add('Bedřich Kalina', { oo1_guest_email: ['bedrich@kalina.test'], oo1_guest_phone: ['+420 602 111 222'] });
  add('Karolína Veselá', {
    oo1_guest_email: ['karolina@vesela.test', 'k.vesela@firma.test'],
    oo1_guest_phone: ['+420 777 123 456'],
    oo1_guest_address: ['Dlouhá 5, Praha 1'],
    plan: ['Gold'],
  });
  add(null, { oo1_guest_phone: ['777 123 456'] });

  const get = (id: number | undefined): Contact => {
    const contact = contacts.get(id as number);
    if (!contact) throw new FakeProblem(404, 'not-found');
    return contact;
  };
  const digits = (value: string) => value.replaceAll(/\D/g, '').slice(-9);
  const saved = (contact: Contact) => {
    const phones = new Set((contact.data.oo1_guest_phone ?? []).map(digits));
    const others = [...contacts.values()].filter(
      (other) =>
        other.id !== contact.id && (other.data.oo1_guest_phone ?? []).some((phone) => phones.has(digits(phone))),
    );
    return { contact, duplicates: others.map((other) => ({ contact: other, field: 'oo1_guest_phone' })) };
  };
  const filled = (data: Contact['data']) =>
    Object.fromEntries(Object.entries(data).filter(([, values]) => values.length > 0));
  const change = (contact: Contact, body: Record<string, unknown>) => {
    const { name, data } = body as Pick<Contact, 'name' | 'data'>;
    const next = { ...contact, name, data: filled({ ...contact.data, ...data }), updated: iso(Date.now() + 1) };
    contacts.set(contact.id, next);
    return next;
  };

  const routes: [method: string, path: RegExp, handler: Handler][] = [
    [
      'GET',
      /^\/tenants\/\d+\/contacts$/,
      (_ids, { query }) => {
        const search = (query.get('search') ?? '').toLowerCase();
        const plan = query.get('filterId') === null ? null : 'Gold';
        return [...contacts.values()]
          .filter((contact) => JSON.stringify(contact).toLowerCase().includes(search))
          .filter((contact) => plan === null || contact.data.plan?.includes(plan))
          .sort((a, b) => b.id - a.id);
      },
    ],
    [
      'POST',
      /^\/tenants\/\d+\/contacts$/,
      (_ids, { body }) => saved(add(body.name as string | null, filled(body.data as Contact['data']))),
    ],
    [
      'POST',
      /^\/tenants\/\d+\/contacts\/merge$/,
      (_ids, { body }) => {
        const [into, other] = [get(body.into as number), get((body.from as number[])[0])];
        const fields = new Set([...Object.keys(into.data), ...Object.keys(other.data)]);
        const data = Object.fromEntries(
          [...fields].map((field) => [
            field,
            [...new Set([...(into.data[field] ?? []), ...(other.data[field] ?? [])])],
          ]),
        );
        contacts.delete(other.id);
        return saved(change(into, { name: body.name, data }));
      },
    ],
    ['GET', /^\/tenants\/\d+\/contacts\/(\d+)$/, (ids) => saved(get(ids[0]))],
    ['PUT', /^\/tenants\/\d+\/contacts\/(\d+)$/, (ids, { body }) => saved(change(get(ids[0]), body))],
    [
      'DELETE',
      /^\/tenants\/\d+\/contacts\/(\d+)$/,
      (ids) => {
        contacts.delete(get(ids[0]).id);
      },
    ],
    ['GET', /^\/tenants\/\d+\/contact-filters$/, () => [...filters.values()]],
    [
      'POST',
      /^\/tenants\/\d+\/contact-filters$/,
      (_ids, { body }) => {
        const filter = { id: ++lastId, ...(body as Omit<ContactFilter, 'id'>) };
        filters.set(filter.id, filter);
        return filter;
      },
    ],
    [
      'GET',
      /^\/sessions\/(\d+)\/contact$/,
      (ids) => {
        const contact = contacts.get(linked.get(ids[0] as number) as number) ?? null;
        return { contact, candidates: contact ? [] : [...contacts.values()].filter(({ data }) => data.plan) };
      },
    ],
    [
      'POST',
      /^\/sessions\/(\d+)\/contact$/,
      (ids) => {
        const contact = add('Petr', { oo1_guest_email: ['petr@example.test'] });
        linked.set(ids[0] as number, contact.id);
        return contact;
      },
    ],
    [
      'PUT',
      /^\/sessions\/(\d+)\/contact$/,
      (ids, { body }) => {
        const contact = get(body.contactId as number);
        linked.set(ids[0] as number, contact.id);
        return contact;
      },
    ],
    [
      'DELETE',
      /^\/sessions\/(\d+)\/contact$/,
      (ids) => {
        linked.delete(ids[0] as number);
      },
    ],
  ];
  return { contacts, linked, routes };
}
export type FakeContacts = ReturnType<typeof fakeContacts>;
