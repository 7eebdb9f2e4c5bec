import assert from 'node:assert/strict';
import type { Insertable } from 'kysely';
import { channelIdentityOf } from '../../../contacts/service.ts';
import type { DB } from '../../../foundation/database/tables.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import { buildApiKey, buildCompany, buildGuest, buildPreset, buildUser } from '../../../testing/build.ts';
import type { TestDatabase } from '../../../testing/database.ts';
import type { TestApi } from './api.ts';

export interface SessionModel {
  id: number;
  [member: string]: unknown;
}

/** A company with a key, and a maker of sessions with any row. */
export async function sessionScene(database: TestDatabase, api: TestApi) {
  const company = await buildCompany(database.store);
  const guest = await buildGuest(database.store, company);
  const preset = await buildPreset(database.store, company, { name: 'Shop' });
  const operator = await buildUser(database.store, company, { firstName: 'Anna', lastName: 'Nová' });
  const { actor } = await buildApiKey(database.store, company);
  const session = async (row: Partial<Insertable<DB['sessions']>> = {}) => {
    const own = row.guestId ?? (await buildGuest(database.store, company)).id;
    const tenantId = row.tenantId ?? company.tenantId;
    const { id } = await database.db
      .insertInto('sessions')
      .values({
        companyId: company.id,
        tenantId,
        guestId: own,
        channelIdentityId: await channelIdentityOf(database.db, { companyId: company.id, tenantId, guestId: own }),
        presetId: preset.id,
        channel: 'Chat',
        source: 'Default',
        status: 'CLOSED',
        created: new Date('2025-03-04T09:20:30.123Z'),
        ...row,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  };
  let seq = 0;
  const say = (sessionId: number, row: Partial<Insertable<DB['activities']>> = {}) =>
    database.db
      .insertInto('activities')
      .values({
        companyId: company.id,
        sessionId,
        seq: ++seq,
        type: 'ChatMessage',
        client: 'Guest',
        at: new Date('2025-03-04T09:21:00Z'),
        ...row,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
  const serve = (sessionId: number, row: Partial<Insertable<DB['sessionOperators']>> = {}) =>
    database.db
      .insertInto('sessionOperators')
      .values({
        companyId: company.id,
        sessionId,
        userId: operator.id,
        joined: new Date('2025-03-04T09:20:34Z'),
        ...row,
      })
      .execute();
  const list = async (query = '', as: ApiKeyActor = actor) => {
    const answer = await api.ask(as, 'GET', `/api/v1/Sessions${query}`);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json() as SessionModel[];
  };
  const ids = async (query: string) => (await list(query)).map(({ id }) => id);
  return { company, guest, preset, operator, actor, session, say, serve, list, ids };
}
