import type { CallParamSource } from '@hovor/protocol/enums';
import type { Queryable } from '../foundation/database/database.ts';

export interface NewParam {
  name: string;
  value: string;
  source: CallParamSource;
  readOnly?: boolean;
}

export async function upsertParams(
  db: Queryable,
  session: { companyId: number; id: number },
  params: readonly NewParam[],
  updated: Date,
): Promise<void> {
  if (params.length === 0) return;
  await db
    .insertInto('sessionParams')
    .values(
      params.map(({ name, value, source, readOnly = false }) => ({
        companyId: session.companyId,
        sessionId: session.id,
        name,
        value,
        source,
        readOnly,
        updated,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['sessionId', 'name']).doUpdateSet((eb) => ({
        value: eb.ref('excluded.value'),
        source: eb.ref('excluded.source'),
        readOnly: eb.ref('excluded.readOnly'),
        updated: eb.ref('excluded.updated'),
      })),
    )
    .execute();
}

export async function deleteParams(
  db: Queryable,
  session: { companyId: number; id: number },
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  await db
    .deleteFrom('sessionParams')
    .where('companyId', '=', session.companyId)
    .where('sessionId', '=', session.id)
    .where('name', 'in', [...names])
    .execute();
}
