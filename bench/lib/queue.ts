import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { createSettings } from '../../server/directory/service.ts';
import { Problem } from '../../server/foundation/errors.ts';
import { createFileStore } from '../../server/foundation/files/store.ts';
import type { UserActor } from '../../server/foundation/security/actor.ts';
import { runRound } from '../../server/routing/round.ts';
import { createRouting } from '../../server/routing/service.ts';
import { createSessions } from '../../server/sessions/service.ts';
import { buildGroup, buildGuest, buildPreset, buildRouting, buildUser } from '../../server/testing/build.ts';
import { median } from './figures.ts';
import { inversionsOf } from './inversions.ts';
import type { World } from './world.ts';

export type Queue = Awaited<ReturnType<typeof openQueue>>;

const groupCount = 10;

/** Clients who wait and operators who are Online, in ten groups reached by rules with conditions. */
export async function openQueue(world: World, size: { waiting: number; operators: number }) {
  const { store, company, folder } = world;
  const { db } = store;
  const { id: companyId, tenantId } = company;
  const sessions = createSessions(store, { files: createFileStore({ folder: `${folder}/files` }) });
  const onUnexpected = (error: unknown) => console.error(error);
  const routing = createRouting(store, {
    ...{ sessions, settings: createSettings(store), databaseUrl: world.databaseUrl, onUnexpected },
  });
  const slots = { live: Math.ceil((size.waiting / size.operators) * 1.2) };
  const operators: { id: number; actor: UserActor; cookie: string }[] = [];
  for (let nth = 0; nth < size.operators; nth++) operators.push(await buildUser(store, company, { slots }));
  const groups = [];
  for (let nth = 0; nth < groupCount; nth++) {
    const members = operators.filter((_, index) => index % groupCount === nth);
    groups.push(await buildGroup(store, company, { members, queueSize: size.waiting, timeToAcceptS: 3_600 }));
  }
  const conditions = (nth: number) => [{ param: 'language', operator: 'equals', value: `l${nth}` }];
  const rules = groups.map((group, nth) => ({ group, conditions: conditions(nth) }));
  const preset = await buildPreset(store, company, {
    routing: await buildRouting(store, company, { groups: rules }),
    isDefault: true,
  });
  const { actor } = await buildGuest(store, company);
  const input = { presetId: preset.id, language: 'l0', scope: '', url: 'https://shop.test/', params: {}, ip: null };
  const { id: first } = await sessions.start(actor, { ...input, userAgent: null });
  await copies(first, size.waiting - 1);

  /** The same session many times over, each of a guest of its own, a second apart, language by language. */
  async function copies(template: number, count: number) {
    const columns = async (table: string, without: string[]) => {
      const { rows } = await sql<{ name: string }>`
        select column_name as name from information_schema.columns
        where table_name = ${table} and is_generated = 'NEVER' and not column_name = any (${without})`.execute(db);
      return rows.map(({ name }) => sql.ref(name));
    };
    const ofGuests = await columns('guests', ['id', 'tracked_id']);
    const ofSessions = await columns('sessions', ['id', 'guest_id', 'language', 'entered_queue']);
    await sql`
      with made as (
        insert into guests (tracked_id, ${sql.join(ofGuests)})
        select gen_random_uuid(), ${sql.join(ofGuests)} from guests, generate_series(1, ${count}) where guests.id = ${actor.guestId}
        returning id
      ), numbered as (select id, row_number() over (order by id) as nth from made)
      insert into sessions (guest_id, language, entered_queue, ${sql.join(ofSessions)})
      select n.id, 'l' || n.nth % ${groupCount}, s.entered_queue + n.nth * interval '1 second', ${sql.join(
        ofSessions.map((column) => sql`s.${column}`),
      )}
      from sessions s, numbered n where s.id = ${template}`.execute(db);
  }

  /** Offers nobody has answered, with the login of who may. */
  async function openOffers() {
    const cookies = new Map(operators.map(({ id, cookie }) => [id, cookie]));
    const rows = await db.selectFrom('offers').select(['sessionId', 'userId']).where('ended', 'is', null).execute();
    return rows.map(({ sessionId, userId }) => ({ sessionId, cookie: cookies.get(userId) ?? '' }));
  }

  const round = () => runRound(store, sessions, { companyId, tenantId });
  const mayBeLate = (work: Promise<unknown>) =>
    work.catch((error) => {
      if (!(error instanceof Problem)) throw error;
    });

  return {
    place: { companyId, tenantId },
    operators,

    /** Everybody waits again, every operator is Online with nothing in hand. */
    async reset() {
      for (const table of ['offers', 'routing_timeline', 'routing_requests', 'session_operators']) {
        await sql`delete from ${sql.table(table)}`.execute(db);
      }
      await sql`update sessions set status = 'IN_QUEUE', ended = null, closed = null`.execute(db);
      await sql`delete from presence`.execute(db);
      for (const { id: userId, actor: by } of operators) {
        await db
          .insertInto('presence')
          .values({
            ...{ connectionId: randomUUID(), companyId, tenantId, userId, loginId: by.loginId },
            expires: new Date(Date.now() + 3_600_000),
          })
          .execute();
        await db
          .insertInto('operatorStates')
          .values({ companyId, userId, kind: 'ONLINE', changed: new Date(), loginId: by.loginId })
          .onConflict((conflict) => conflict.column('userId').doUpdateSet({ kind: 'ONLINE', lastOffered: null }))
          .execute();
      }
      await sql`vacuum analyze`.execute(db);
    },

    /** Resolves when a server has offered every client to somebody. */
    async handedOut() {
      while ((await openOffers()).length < size.waiting) await sleep(200);
    },
    openOffers,

    async live(seconds: number) {
      let running = true;
      let accepted = 0;
      const one = () => operators[Math.floor(Math.random() * operators.length)] as (typeof operators)[number];
      const desk = async () => {
        while (running) {
          const { id, actor: by } = one();
          const [offer] = await routing.offersFor(companyId, id, tenantId);
          const chance = Math.random();
          if (chance < 0.02) await mayBeLate(routing.setState(by, tenantId, { kind: 'AWAY' }));
          else if (chance < 0.1) await mayBeLate(routing.setState(by, tenantId, { kind: 'ONLINE' }));
          else if (offer && chance < 0.2) await mayBeLate(routing.decline(by, offer.session.id));
          else if (offer) await mayBeLate(routing.accept(by, offer.session.id).then(() => accepted++));
        }
      };
      const rounds: number[] = [];
      let offers = 0;
      let inversions = 0;
      const engine = async () => {
        while (running) {
          const begun = performance.now();
          const { snapshot, decisions } = await round();
          rounds.push(performance.now() - begun);
          offers += decisions.offers.length;
          inversions += inversionsOf(snapshot, decisions);
          await sleep(20);
        }
      };
      const all = [engine, desk, desk, desk, desk].map((work) => work());
      await sleep(seconds * 1000);
      running = false;
      await Promise.all(all);
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from users u
        where (select count(*) from offers o where o.user_id = u.id and o.ended is null)
            + (select count(*) from session_operators o where o.user_id = u.id and o.concluded is null) > ${slots.live}`.execute(
        db,
      );
      return { offers, accepted, inversions, roundP50: median(rounds), overCapacity: rows[0]?.n ?? 0 };
    },
  };
}
