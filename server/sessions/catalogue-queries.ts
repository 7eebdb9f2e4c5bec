import { type Expression, type Insertable, sql, type Updateable } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Presets } from '../foundation/database/tables.ts';
import { withDefaults } from './preset-config.ts';
import type { TagRow } from './reading-queries.ts';
import type { BoundForms, FormPart, Preset, PresetChanges } from './schema.ts';

const presets = (db: Queryable) =>
  db
    .selectFrom('presets as p')
    .innerJoin('companies as c', 'c.id', 'p.companyId')
    .select(['p.id', 'p.companyId', 'c.guid as companyGuid', 'c.language as companyLanguage', 'p.tenantId', 'p.name'])
    .select(['p.description', 'p.routingId', 'p.isDefault', 'p.buttonVisible', 'p.domains', 'p.active', 'p.config'])
    .select(['p.entryFormId', 'p.feedbackFormId', 'p.offlineFormId'])
    .select((expression) => [
      configOf(expression.ref('p.entryFormId')).as('entryForm'),
      configOf(expression.ref('p.feedbackFormId')).as('feedbackForm'),
      configOf(expression.ref('p.offlineFormId')).as('offlineForm'),
    ]);

/** Settings of a bound form of the package's company; null without one. */
const configOf = (formId: Expression<number | null>) =>
  sql<unknown>`(select f.config from forms f where f.company_id = p.company_id and f.id = ${formId})`;

type StoredPreset = Omit<Preset, 'config' | 'forms' | 'own'> &
  FormColumns & { config: unknown } & Record<FormPart, unknown>;

interface FormColumns {
  entryFormId: number | null;
  feedbackFormId: number | null;
  offlineFormId: number | null;
}
const boundForms = ({ entryFormId, feedbackFormId, offlineFormId }: FormColumns): BoundForms => ({
  entryForm: entryFormId,
  feedbackForm: feedbackFormId,
  offlineForm: offlineFormId,
});

function asPreset(row: StoredPreset): Preset {
  const { entryFormId, feedbackFormId, offlineFormId, entryForm, feedbackForm, offlineForm, ...preset } = row;
  const own = withDefaults(preset.config as PresetChanges);
  return {
    ...preset,
    config: withDefaults(preset.config as PresetChanges, { entryForm, feedbackForm, offlineForm }),
    own: { entryForm: own.entryForm, feedbackForm: own.feedbackForm, offlineForm: own.offlineForm },
    forms: boundForms({ entryFormId, feedbackFormId, offlineFormId }),
  };
}

export async function readPreset(db: Queryable, companyId: number, presetId: number): Promise<Preset | null> {
  const row = await presets(db).where('p.companyId', '=', companyId).where('p.id', '=', presetId).executeTakeFirst();
  return row ? asPreset(row) : null;
}

export async function readPresets(db: Queryable, companyId: number, tenantId: number): Promise<Preset[]> {
  const rows = await presets(db)
    .where('p.companyId', '=', companyId)
    .where('p.tenantId', '=', tenantId)
    .orderBy(sql`lower(p.name)`)
    .execute();
  return rows.map(asPreset);
}

/** Of these tenants, null = of the whole company; by id. */
export async function readPresetsOf(
  db: Queryable,
  companyId: number,
  tenantIds: readonly number[] | null,
): Promise<Preset[]> {
  if (tenantIds?.length === 0) return [];
  const rows = await presets(db)
    .where('p.companyId', '=', companyId)
    .$if(tenantIds !== null, (query) => query.where('p.tenantId', 'in', [...(tenantIds ?? [])]))
    .orderBy('p.id')
    .execute();
  return rows.map(asPreset);
}

/** The active package of that name (in any case), or the default one; of the first tenant that has it. */
export async function findPreset(
  db: Queryable,
  address: { guid: string; tenantId: number | null; name: string | null },
): Promise<Preset | null> {
  let query = presets(db)
    .where('c.guid', '=', address.guid)
    .where('p.active', '=', true)
    .orderBy('p.tenantId')
    .orderBy('p.id')
    .limit(1);
  if (address.tenantId !== null) query = query.where('p.tenantId', '=', address.tenantId);
  query =
    address.name === null
      ? query.where('p.isDefault', '=', true)
      : query.where(sql`lower(p.name)`, '=', sql`lower(${address.name})`);
  const row = await query.executeTakeFirst();
  return row ? asPreset(row) : null;
}

/** The active package of a company that is known by its GUID alone. */
export async function findActivePreset(db: Queryable, companyGuid: string, presetId: number): Promise<Preset | null> {
  const row = await presets(db)
    .where('c.guid', '=', companyGuid)
    .where('p.id', '=', presetId)
    .where('p.active', '=', true)
    .executeTakeFirst();
  return row ? asPreset(row) : null;
}

/** The package's stored changes under lock, and its tenant. */
export async function lockPreset(db: Queryable, companyId: number, presetId: number) {
  const row = await db
    .selectFrom('presets')
    .select(['id', 'tenantId', 'config', 'buttonVisible', 'active', 'description', 'domains'])
    .select(['entryFormId', 'feedbackFormId', 'offlineFormId'])
    .where('companyId', '=', companyId)
    .where('id', '=', presetId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ? { ...row, config: row.config as PresetChanges, forms: boundForms(row) } : null;
}

/** A form the tenant may use: its own, or one of the whole company. */
export async function usableForm(db: Queryable, companyId: number, tenantId: number, formId: number) {
  const row = await db
    .selectFrom('forms')
    .select(['id', 'kind'])
    .where('companyId', '=', companyId)
    .where('id', '=', formId)
    .where(sql<boolean>`(tenant_id is null or tenant_id = ${tenantId})`)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertPreset(db: Queryable, row: Insertable<Presets>): Promise<number> {
  const inserted = await db.insertInto('presets').values(row).returning('id').executeTakeFirstOrThrow();
  return inserted.id;
}

export async function updatePreset(db: Queryable, companyId: number, presetId: number, set: Updateable<Presets>) {
  await db.updateTable('presets').set(set).where('companyId', '=', companyId).where('id', '=', presetId).execute();
}

/** A tenant has at most one default package: the former one steps back. */
export async function clearDefaultPreset(db: Queryable, companyId: number, tenantId: number): Promise<void> {
  await db
    .updateTable('presets')
    .set({ isDefault: false })
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('isDefault', '=', true)
    .execute();
}

export async function presetNameTaken(
  db: Queryable,
  companyId: number,
  tenantId: number,
  name: string,
  besides: number | null,
): Promise<boolean> {
  let query = db
    .selectFrom('presets')
    .select('id')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where(sql`lower(name)`, '=', sql`lower(${name})`);
  if (besides !== null) query = query.where('id', '<>', besides);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function routingInTenant(db: Queryable, companyId: number, tenantId: number, routingId: number) {
  const row = await db
    .selectFrom('routings')
    .select('id')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', routingId)
    .executeTakeFirst();
  return row !== undefined;
}

/** False = the company has no such tenant. */
export async function lockTenant(db: Queryable, companyId: number, tenantId: number): Promise<boolean> {
  const row = await db
    .selectFrom('tenants')
    .select('id')
    .where('companyId', '=', companyId)
    .where('id', '=', tenantId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

const tagColumns = ['id', 'name', 'label', 'background', 'text'] as const;

export async function readTag(db: Queryable, companyId: number, tenantId: number, tagId: number) {
  const row: TagRow | undefined = await db
    .selectFrom('tags')
    .select(tagColumns)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', tagId)
    .executeTakeFirst();
  return row ?? null;
}

export async function tagByName(db: Queryable, companyId: number, tenantId: number, name: string) {
  const row: TagRow | undefined = await db
    .selectFrom('tags')
    .select(tagColumns)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where(sql`lower(name)`, '=', sql`lower(${name})`)
    .executeTakeFirst();
  return row ?? null;
}

/** The tag of that name; made when there is none, also when two make it at once. Members given replace what was. */
export async function ensureTag(
  db: Queryable,
  tag: {
    companyId: number;
    tenantId: number;
    name: string;
    label?: string | null;
    background?: string | null;
    text?: string | null;
  },
): Promise<TagRow> {
  const { rows } = await sql<TagRow>`
    insert into tags (company_id, tenant_id, name, label, background, text)
    values (${tag.companyId}, ${tag.tenantId}, ${tag.name}, ${tag.label ?? null}, ${tag.background ?? null}, ${tag.text ?? null})
    on conflict (tenant_id, lower(name)) do update set
      label = coalesce(excluded.label, tags.label),
      background = coalesce(excluded.background, tags.background),
      text = coalesce(excluded.text, tags.text)
    returning id, name, label, background, text`.execute(db);
  return rows[0] as TagRow;
}

/** The tenant's tags, most used since `since` on top (OP-CT-6). */
export async function readTenantTags(
  db: Queryable,
  companyId: number,
  tenantId: number,
  since: Date,
): Promise<TagRow[]> {
  const { rows } = await sql<TagRow>`
    select t.id, t.name, t.label, t.background, t.text from tags t
    left join (select tag_id, count(*) as uses from session_tags
      where company_id = ${companyId} and at >= ${since} group by tag_id) used
      on used.tag_id = t.id
    where t.company_id = ${companyId} and t.tenant_id = ${tenantId}
    order by coalesce(used.uses, 0) desc, lower(t.name)`.execute(db);
  return rows;
}

export function readAwayReasons(db: Queryable, companyId: number) {
  return db
    .selectFrom('awayReasons')
    .select(['id', 'name', 'paid', 'color'])
    .where('companyId', '=', companyId)
    .where('active', '=', true)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

export function readGroups(db: Queryable, companyId: number, tenantId: number) {
  return db
    .selectFrom('groups')
    .select(['id', 'name'])
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy(sql`lower(name)`)
    .execute();
}
