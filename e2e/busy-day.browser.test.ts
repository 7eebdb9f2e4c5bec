import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { eventually } from '../server/chatbots/testing.ts';
import { openTab, type Tab } from '../server/desk/testing.ts';
import {
  type BuiltUser,
  buildCompany,
  buildGroup,
  buildPreset,
  buildRouting,
  buildUser,
} from '../server/testing/build.ts';
import { startServer, type TestServer } from '../server/testing/server.ts';
import { launchChromium } from './chromium.ts';
import { sitDown, write } from './people/desk.ts';
import { openShop, type Shop } from './people/shop.ts';

/**
 * One day of a contact centre: clients on a shop's page in one browser, operators and their supervisor in another, the
 * whole product between them. Groups ask for seconds only; who is to be quick has more time, so that a slow machine
 * plays the same story.
 */
describe('a busy day', () => {
  let server: TestServer;
  let shop: Shop;
  let clients: Browser;
  let offices: Browser;
  const people = {} as Record<'anna' | 'boris' | 'clara' | 'sara', BuiltUser>;
  const desks = {} as Record<'anna' | 'boris' | 'sara', Page>;
  /** Clara works with a program of her own that speaks the workspace's protocol. */
  let clara: Tab;
  let closeBoris: () => Promise<void>;
  const panels = {} as Record<'Eva' | 'Ota' | 'Ivo', FrameLocator>;
  const ids = {} as Record<keyof typeof panels, number>;
  let tenantId = 0;
  let groups: Record<'czech' | 'sales' | 'support', { id: number }>;
  let calendarId = 0;

  before(async () => {
    server = await startServer({ frontends: true });
    [clients, offices] = await Promise.all([launchChromium(), launchChromium()]);
    const { store } = server;
    const company = await buildCompany(store);
    tenantId = company.tenantId;
    const person = (firstName: string, live: number, ...more: ('TenantAdmin' | 'TenantSessionsView')[]) =>
      buildUser(store, company, {
        ...{ firstName, lastName: 'Nová', slots: { live }, roles: ['Operator', 'MluviiOperator', ...more] },
      });
    people.anna = await person('Anna', 3);
    people.boris = await person('Boris', 1);
    people.clara = await person('Clara', 3);
    people.sara = await person('Sara', 3, 'TenantAdmin', 'TenantSessionsView');
    const { anna, boris } = people;
    groups = {
      czech: await buildGroup(store, company, { name: 'Czech line', members: [people.sara] }),
      sales: await buildGroup(store, company, {
        ...{ name: 'Sales', members: [anna, boris], timeToAcceptS: 2, maxQueueTimeS: 600, maxAcwS: 0 },
      }),
      support: await buildGroup(store, company, {
        ...{ name: 'Support', members: [people.clara], timeToAcceptS: 2, maxQueueTimeS: 2 },
      }),
    };
    const czech = [{ param: 'language', operator: 'equals', value: 'cs' }];
    const routing = await buildRouting(store, company, {
      ...{ name: 'Shop rules', fallback: 'first' },
      groups: [{ group: groups.czech, conditions: czech }, groups.sales, groups.support],
    });
    const preset = await buildPreset(store, company, {
      ...{ name: 'Shop', routing, isDefault: true },
      config: { entryForm: { name: 'required', consent: false } },
    });
    shop = await openShop(server.url, company, preset);
    desks.anna = (await sitDown(offices, server.url, anna)).page;
    const borisSits = await sitDown(offices, server.url, boris);
    desks.boris = borisSits.page;
    closeBoris = () => borisSits.context.close();
    desks.sara = (await sitDown(offices, server.url, people.sara)).page;
    clara = await openTab(server, people.clara, tenantId);
    const week = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: 1440 }));
    const calendar = await asSara<{ id: number }>('POST', 'calendars', { name: 'Office', weekly: week });
    calendarId = calendar.id;
  });
  after(async () => {
    clara?.socket.close();
    await clients?.close();
    await offices?.close();
    shop?.close();
    await server?.stop();
  });

  /** What the supervisor sets, by the interface her pages use. */
  async function asSara<T>(method: string, path: string, body: unknown): Promise<T> {
    const answer = await fetch(`${server.url}/app-api/tenants/${tenantId}/${path}`, {
      ...{ method, body: JSON.stringify(body) },
      headers: { cookie: people.sara.cookie, 'content-type': 'application/json' },
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return (await answer.json()) as T;
  }
  const setGroup = (group: keyof typeof groups, change: Record<string, unknown>) =>
    asSara('PUT', `groups/${groups[group].id}`, change);

  async function arrives(name: keyof typeof panels) {
    const page = await (await clients.newContext({ locale: 'en-GB' })).newPage();
    const panel = await shop.visit(page);
    panels[name] = panel;
    await panel.getByRole('textbox', { name: 'Name' }).fill(name);
    await panel.getByRole('button', { name: 'Start the conversation' }).click();
    const known = Math.max(0, ...Object.values(ids));
    const { id } = await eventually(() =>
      server.store.db.selectFrom('sessions').select('id').where('id', '>', known).executeTakeFirst(),
    );
    ids[name] = id;
  }

  const accept = (who: keyof typeof desks, name: string) => {
    return desks[who].getByRole('button', { name: `Accept: ${name}` }).click();
  };
  const says = async (who: keyof typeof desks, name: keyof typeof panels, text: string) => {
    await write(desks[who], text);
    await panels[name].getByRole('log').getByText(text, { exact: true }).waitFor();
  };

  it('the circle of those who are asked grows, and either of them may accept', async () => {
    await arrives('Eva');
    await desks.anna.getByRole('button', { name: 'Accept: Eva' }).waitFor();
    await desks.boris.getByRole('button', { name: 'Accept: Eva' }).waitFor();
    assert.equal(await desks.anna.getByRole('button', { name: 'Accept: Eva' }).count(), 1, 'Anna still may');
    await accept('boris', 'Eva');
    await says('boris', 'Eva', 'Good morning, Eva');
    await desks.anna.getByText('Nobody is waiting.').waitFor();
  });

  it('nobody accepts: on to a second group, and from there back to the first', async () => {
    await setGroup('sales', { maxQueueTimeS: 5 });
    await arrives('Ota');
    await clara.until('Ota at Clara', () => clara.offers.has(ids.Ota));
    // From now on there is time, so that Anna can be slow.
    await setGroup('sales', { maxQueueTimeS: 600 });
    await clara.until('Ota gone from Clara', () => !clara.offers.has(ids.Ota));
    await accept('anna', 'Ota');
    await says('anna', 'Ota', 'Good morning, Ota');
  });

  it('a forward nobody accepts comes back with the reason', async () => {
    const { anna } = desks;
    await setGroup('sales', { timeToAcceptS: 600 });
    await anna.getByRole('button', { name: 'Forward', exact: true }).click();
    await anna.getByRole('button', { name: 'Operators of Support' }).click();
    await anna.getByRole('radio', { name: /Clara/ }).check();
    await anna.getByLabel('Note for the next operator').fill('Wants a refund');
    await anna.getByRole('button', { name: 'Forward to Clara Nová' }).click();
    await clara.until('the forward at Clara', () => clara.offers.get(ids.Ota)?.forwarded?.note === 'Wants a refund');
    await anna.getByText('Back from Clara Nová: not accepted').waitFor();
    await accept('anna', 'Ota');
    await says('anna', 'Ota', 'It is me again');
  });

  it('a colleague is invited, joins and leaves', async () => {
    const { anna } = desks;
    await anna.getByRole('button', { name: 'Invite a colleague' }).click();
    await anna.getByRole('button', { name: 'Operators of Support' }).click();
    await anna.getByRole('radio', { name: /Clara/ }).check();
    await anna.getByRole('button', { name: 'Invite Clara Nová' }).click();
    await clara.until('the invitation', () => clara.offers.get(ids.Ota)?.invite?.by === 'Anna Nová');
    assert.ok((await clara.post(`/sessions/${ids.Ota}/accept`)).ok);
    await anna.getByRole('button', { name: 'Send Clara Nová away' }).waitFor();
    assert.ok((await clara.post(`/sessions/${ids.Ota}/leave`)).ok);
    await anna.getByText('Nobody else is in this conversation.').waitFor();
    await says('anna', 'Ota', 'Clara had to go');
  });

  it('the laptop of an operator dies; the conversation is back in hand when it starts again', async () => {
    const stateOf = async () =>
      (
        await server.store.db
          .selectFrom('operatorStates')
          .select('kind')
          .where('userId', '=', people.boris.id)
          .executeTakeFirstOrThrow()
      ).kind;
    const died = performance.now();
    await closeBoris();
    while ((await stateOf()) !== 'DISCONNECTED') {
      assert.ok(performance.now() - died < limits.presenceLease, 'noticed within the documented time');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    desks.boris = (await sitDown(offices, server.url, people.boris)).page;
    await desks.boris.getByText('Eva', { exact: true }).first().click();
    await desks.boris.getByRole('log').getByText('Good morning, Eva', { exact: true }).waitFor();
    await says('boris', 'Eva', 'My laptop is back');
  });

  it('the supervisor takes over, and the operator reads who did', async () => {
    const { anna, sara } = desks;
    await sara.goto(sara.url().replace(/operator.*$/, `sessions/${ids.Ota}?view=live`));
    await sara.getByRole('button', { name: 'Take over' }).click();
    await sara.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
    await anna.getByText('Sara Nová took over the conversation with Ota.').waitFor();
    await sara.waitForURL(`**/operator/${ids.Ota}`);
    await says('sara', 'Ota', 'I take care of it myself');
  });

  it('the opening hours end while a client waits, who is told', async () => {
    for (const group of ['czech', 'sales', 'support'] as const) await setGroup(group, { calendarId });
    await desks.anna.evaluate(
      (tenant) =>
        fetch(`/app-api/tenants/${tenant}/operator-state`, {
          ...{
            method: 'POST',
            body: JSON.stringify({ kind: 'AWAY' }),
            headers: { 'content-type': 'application/json' },
          },
        }),
      tenantId,
    );
    await desks.anna.getByRole('button', { name: /Status: Away/ }).waitFor();
    await arrives('Ivo');
    await panels.Ivo.getByText(/You are first in line/).waitFor();
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ day: weekday, from: 0, to: 1440 }));
    const closed = [-1, 0, 1].map((offset) => ({ day: day(offset), name: 'Burst pipe', intervals: [] }));
    await asSara('PUT', `calendars/${calendarId}`, { name: 'Office', weekly: week, exceptions: closed });
    await panels.Ivo.getByText('Nobody is here right now').waitFor();
    await panels.Ivo.getByRole('button', { name: 'Leave a message instead' }).click();
    await panels.Ivo.getByRole('textbox', { name: 'Your message' }).waitFor();
  });

  /** What the Routing tab says of a client's session, search by search. */
  async function why(name: keyof typeof panels) {
    const { sara } = desks;
    await sara.goto(sara.url().replace(/(operator|sessions).*$/, `sessions/${ids[name]}?tab=routing`));
    const tab = sara.getByRole('tabpanel', { name: 'Routing' });
    await tab.getByRole('heading').first().waitFor();
    return (await tab.innerText()).replaceAll(/\s+/g, ' ');
  }

  it('tells of each session where it went and why', async () => {
    inOrder(await why('Eva'), [
      'Search 1: the client entered the queue Taken by Boris Nová',
      'By the rules “Shop rules”',
      'Into the queue of Sales the first rule that holds and whose group takes clients',
      'Rule 1 → Czech line: does not hold ✗ Language is “cs”: it was “en”',
      'Rule 2 → Sales: chosen Holds for everybody.',
      'Offered to Anna Nová',
      'the next in turn Who could be asked, in this order Anna Nová',
      'Anna Nová before Boris Nová, because: had nothing new for longer.',
      'Anna Nová did not accept in time',
      'Offered to Boris Nová',
      'so one more is asked; whoever is first gets it Not asked: Anna Nová (asked already)',
      'Accepted by Boris Nová',
    ]);
    inOrder(await why('Ota'), [
      'Search 1: the client entered the queue Taken by Anna Nová',
      'Into the queue of Sales',
      'Offered to Anna Nová',
      'Not asked: Boris Nová (no free slot)',
      'What came of it: not accepted in time – the client was moved to another group',
      'From Sales to Support the longest time in the queue was over and nobody could be asked',
      'Rule 3 → Support: chosen',
      'Offered to Clara Nová',
      'From Support to Sales no further group took the client; the rules then say: back to the first group',
      'Offered to Anna Nová',
      'there was nobody else, so the same person is asked again Not asked: Boris Nová (no free slot)',
      'Accepted by Anna Nová',
      'Search 2: the conversation was forwarded Taken by Anna Nová',
      'Forwarded to Clara Nová by Anna Nová',
      'Offered to Clara Nová',
      'not accepted in time – the forward came back',
      'Back to Anna Nová the operator it was forwarded to did not accept',
      'Accepted by Anna Nová',
      'Search 3: a colleague was invited to join Nobody had to be looked for',
      'Clara Nová invited by Anna Nová',
      'Clara Nová joined the conversation',
      'Search 4: a supervisor took over Taken by Sara Nová',
      'Taken over by Sara Nová',
    ]);
    inOrder(await why('Ivo'), [
      'Search 1: the client entered the queue Nobody took it.',
      'Into the queue of Sales',
      'Nobody could be asked:',
      'Anna Nová (not Online)',
      'Boris Nová (no free slot)',
      'The search ended',
      'the opening hours ended and no further group took the client',
      'Rule 2 → Sales: holds, but it was outside the opening hours of the group',
      'Rule 3 → Support: holds, but it was outside the opening hours of the group',
    ]);
  });
});

/** Each of the words stands in the text, after the one before. */
function inOrder(text: string, words: readonly string[]) {
  let at = 0;
  for (const word of words) {
    const found = text.indexOf(word, at);
    assert.ok(found >= 0, `“${word}” is missing after “${text.slice(Math.max(0, at - 80), at)}” in: ${text}`);
    at = found + word.length;
  }
}
