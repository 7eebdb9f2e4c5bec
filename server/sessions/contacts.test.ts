import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Contacts, changeOf, createContacts } from '../contacts/service.ts';
import { Problem } from '../foundation/errors.ts';
import { system } from '../foundation/security/actor.ts';
import { transact } from '../foundation/transact.ts';
import { buildCompany, buildGuest, buildPreset, buildTenant, buildUser } from '../testing/build.ts';
import { type Scene, type Stage, sessionsStage, startInput } from './testing.ts';

const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

describe('the contact of a conversation', () => {
  let stage: Stage;
  let scene: Scene;
  let contacts: Contacts;
  let sessionId: number;

  before(async () => {
    stage = await sessionsStage();
    contacts = createContacts(stage.store);
  });
  after(() => stage.close());
  beforeEach(async () => {
    scene = await stage.scene();
    sessionId = await talk({ name: 'Jan Novák', email: 'jan@x.test', phone: '+420 777 123 456' });
  });

  /** A session of the scene's guest, served by its operator. */
  async function talk(about: Parameters<typeof startInput>[1] = {}, guest = scene.guest) {
    const { id } = await stage.sessions.start(guest.actor, startInput(scene.preset, about));
    await transact(stage.store, system(scene.company.id), async (unit) => {
      const session = await stage.sessions.lockSession(unit, scene.company.id, id);
      await stage.sessions.join(unit, session, scene.operator.id);
    });
    return id;
  }
  const contactOf = async (id: number) =>
    (await stage.sessions.contactCandidates(scene.operator.actor, id)).contact?.id ?? null;
  const add = async (fields: Record<string, string[]>) => {
    const [id] = await contacts.create(scene.operator.actor, scene.tenantId, [changeOf(fields)]);
    assert.ok(id);
    return id;
  };
  const linkEvents = async () => {
    const rows = await stage.db
      .selectFrom('events')
      .select(['subject', 'payload'])
      .where('companyId', '=', scene.company.id)
      .where('kind', '=', 'guest.identityUpdated')
      .orderBy('id')
      .execute();
    return rows.map(({ payload }) => {
      const { id, tenantId, linked } = payload as Record<string, unknown>;
      assert.equal(tenantId, scene.tenantId);
      return [id, linked];
    });
  };

  it('is made of what the session knows, and carried by later sessions of the same guest', async () => {
    assert.equal(await contactOf(sessionId), null);
    const contact = await stage.sessions.contactFromSession(scene.operator.actor, sessionId);
    assert.equal(contact.name, 'Jan Novák');
    assert.deepEqual(contact.data, {
      oo1_guest_email: ['jan@x.test'],
      oo1_guest_phone: ['+420 777 123 456'],
      oo1_guest_guid: [scene.guest.trackedId],
    });
    assert.equal(await contactOf(sessionId), contact.id);
    await assert.rejects(stage.sessions.contactFromSession(scene.operator.actor, sessionId), refused('conflict'));

    await stage.sessions.end(scene.operator.actor, sessionId);
    const later = await talk();
    assert.equal(await contactOf(later), contact.id);
    const stranger = await talk({}, await buildGuest(stage.store, scene.company));
    assert.equal(await contactOf(stranger), null);
    assert.deepEqual(await contacts.sessionIdsOf(scene.operator.actor, contact.id), [sessionId, later]);
    assert.deepEqual(
      (await stage.sessions.history(scene.operator.actor, scene.tenantId, { contactId: contact.id })).map(
        ({ id }) => id,
      ),
      [sessionId],
    );
    assert.deepEqual(await linkEvents(), [[contact.id, true]]);
  });

  it('can be linked, changed and disconnected', async () => {
    const [one, two] = [await add({ oo1_guest_ident: ['One'] }), await add({ oo1_guest_ident: ['Two'] })];
    await stage.sessions.linkContact(scene.operator.actor, sessionId, one);
    await stage.sessions.linkContact(scene.operator.actor, sessionId, one);
    await stage.sessions.linkContact(scene.operator.actor, sessionId, two);
    assert.equal(await contactOf(sessionId), two);
    assert.deepEqual((await contacts.get(scene.operator.actor, one)).data, {}, 'the GUID moved');
    await stage.sessions.unlinkContact(scene.operator.actor, sessionId);
    await stage.sessions.unlinkContact(scene.operator.actor, sessionId);
    assert.equal(await contactOf(sessionId), null);
    assert.deepEqual((await contacts.get(scene.operator.actor, two)).data, {});
    assert.deepEqual(await linkEvents(), [
      [one, true],
      [one, false],
      [two, true],
      [two, false],
    ]);
  });

  it('offers those with the same e-mail or phone, the likeliest first', async () => {
    const phone = await add({ oo1_guest_phone: ['777123456'] });
    const both = await add({ oo1_guest_email: ['JAN@x.test'], oo1_guest_phone: ['00420777123456'] });
    await add({ oo1_guest_email: ['eva@x.test'] });
    const { contact, candidates } = await stage.sessions.contactCandidates(scene.operator.actor, sessionId);
    assert.equal(contact, null);
    assert.deepEqual(
      candidates.map((found) => [found.contact.id, found.score]),
      [
        [both, 1],
        [phone, 0.64],
      ],
    );
  });

  it('moves with a merge and goes with the contact', async () => {
    const contact = await stage.sessions.contactFromSession(scene.operator.actor, sessionId);
    const other = await add({ oo1_guest_ident: ['Other'] });
    await contacts.merge(scene.operator.actor, { ids: [other, contact.id] });
    assert.equal(await contactOf(sessionId), other);
    await contacts.remove(system(scene.company.id), other);
    assert.equal(await contactOf(sessionId), null);
    assert.deepEqual(await linkEvents(), [
      [contact.id, true],
      [other, true],
      [other, false],
    ]);
  });

  it('forgets the binding when the contact is anonymised', async () => {
    const contact = await stage.sessions.contactFromSession(scene.operator.actor, sessionId);
    await contacts.anonymise(scene.operator.actor, contact.id);
    assert.equal(await contactOf(sessionId), null);
    await assert.rejects(
      stage.sessions.linkContact(scene.operator.actor, sessionId, contact.id),
      refused('not-found'),
      'nobody is linked with a blank',
    );
  });

  it('is chosen by operators of the conversation, among contacts of its tenant', async () => {
    const own = await add({ oo1_guest_ident: ['Own'] });
    const colleague = await buildUser(stage.store, scene.company);
    const viewer = await buildUser(stage.store, scene.company, { roles: ['TenantSessionsView'] });
    await assert.rejects(stage.sessions.linkContact(colleague.actor, sessionId, own), refused('not-found'));
    await assert.rejects(stage.sessions.contactCandidates(colleague.actor, sessionId), refused('not-found'));
    await assert.rejects(stage.sessions.linkContact(viewer.actor, sessionId, own), refused('not-permitted'));
    await assert.rejects(stage.sessions.unlinkContact(viewer.actor, sessionId), refused('not-permitted'));
    await assert.rejects(stage.sessions.contactFromSession(viewer.actor, sessionId), refused('not-permitted'));

    const tenant = await buildTenant(stage.store, scene.company);
    const [elsewhere = 0] = await contacts.create(system(scene.company.id), tenant.id, [changeOf({})]);
    const other = await buildCompany(stage.store);
    const [foreign = 0] = await contacts.create(system(other.id), other.tenantId, [changeOf({})]);
    for (const id of [elsewhere, foreign, 999_999_999]) {
      await assert.rejects(stage.sessions.linkContact(scene.operator.actor, sessionId, id), refused('not-found'));
    }
    assert.equal(await contactOf(sessionId), null);
  });

  it('is apart in each tenant', async () => {
    const contact = await stage.sessions.contactFromSession(scene.operator.actor, sessionId);
    const tenant = await buildTenant(stage.store, scene.company);
    const preset = await buildPreset(stage.store, scene.company, { tenantId: tenant.id });
    const { id } = await stage.sessions.start(scene.guest.actor, startInput(preset));
    const { contact: there } = await stage.sessions.contactCandidates(system(scene.company.id), id);
    assert.equal(there, null);
    assert.equal(await contactOf(sessionId), contact.id);
  });

  it('is one when two operators link at once', async () => {
    const ids = [await add({ oo1_guest_ident: ['One'] }), await add({ oo1_guest_ident: ['Two'] })];
    await Promise.all(ids.map((id) => stage.sessions.linkContact(scene.operator.actor, sessionId, id)));
    const linked = await contactOf(sessionId);
    const withGuid = await Promise.all(ids.map(async (id) => (await contacts.get(scene.operator.actor, id)).data));
    assert.deepEqual(
      withGuid.map((data, index) => ('oo1_guest_guid' in data ? ids[index] : null)).filter((id) => id !== null),
      [linked],
    );
  });
});
