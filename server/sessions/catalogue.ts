import type { Catalogue as DeskCatalogue } from '@hovor/protocol/desk';
import type { WidgetConfig } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import type { Tag } from '@hovor/protocol/session';
import { createSettings } from '../directory/service.ts';
import { optionalColor } from '../foundation/color.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf, type UserActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import {
  clearDefaultPreset,
  ensureTag,
  findActivePreset,
  findPreset,
  insertPreset,
  lockPreset,
  lockTenant,
  presetNameTaken,
  readAwayReasons,
  readGroups,
  readPreset,
  readPresets,
  readPresetsOf,
  readTenantTags,
  routingInTenant,
  updatePreset,
  usableForm,
} from './catalogue-queries.ts';
import { createParameterCatalogue } from './parameter-catalogue.ts';
import { readParameters } from './parameter-queries.ts';
import { mayConfigure } from './policies.ts';
import { presentTag } from './presenter.ts';
import { configJson, formKinds, formParts, mergeChanges, refuseHidden, textsFor } from './preset-config.ts';
import { applyRecord, formPartOf, type PresetRecord, type RecordChange, recordsOf } from './preset-records.ts';
import { createResultCatalogue } from './result-catalogue.ts';
import { readResults } from './result-queries.ts';
import type { BoundForms, FormPart, Preset, PresetChanges } from './schema.ts';
import { createTagCatalogue } from './tag-catalogue.ts';
import { optionalLine, requiredLine, storable } from './text.ts';

export type { PresetRecord, RecordChange } from './preset-records.ts';
export type { TagChange, TenantTag } from './tag-catalogue.ts';

/** Which tags are the most used is judged by this time back. Milliseconds. */
const tagUsePeriod = 30 * 24 * 3600_000;

export interface PresetInput {
  name: string;
  description?: string | null;
  routingId?: number | null;
  /** In place of `routingId`: makes a routing in the same unit and says its id (AD-PK-2). */
  makeRouting?(unit: Unit): Promise<number>;
  isDefault?: boolean;
  buttonVisible?: boolean;
  domains?: string[];
  active?: boolean;
  config?: PresetChanges;
  /** Forms bound to parts; null = the part's own settings. */
  forms?: Partial<BoundForms>;
}

export interface FormBinding {
  /** `entryForm`, `feedbackForm` or `offlineForm`, in any case. */
  propertyName: string;
  formId: number | null;
}

export interface TagInput {
  name: string;
  label?: string | null;
  background?: string | null;
  text?: string | null;
}

/** What sessions are made with: packages, parameters, tags, session results (AD-PK, AD-PA, AD-AP-13). */
export interface Catalogue
  extends ReturnType<typeof createTagCatalogue>,
    ReturnType<typeof createResultCatalogue>,
    ReturnType<typeof createParameterCatalogue> {
  /**
   * The package a page asked for: GUID with or without hyphens, name in any case, null = the default one (WG-JS-2).
   * Without a tenant the first tenant that has it. Inactive ones do not exist here.
   */
  widgetPreset(address: { company: string; tenant?: number | null; preset?: string | null }): Promise<Preset | null>;
  /** An active package by its id, for who knows the company's GUID only. */
  activePreset(companyGuid: string, presetId: number): Promise<Preset | null>;
  preset(companyId: number, presetId: number): Promise<Preset | null>;
  presets(companyId: number, tenantId: number): Promise<Preset[]>;
  /** Of these tenants, null = of the whole company; by id. */
  presetsOf(companyId: number, tenantIds: readonly number[] | null): Promise<Preset[]>;
  /** Every setting of a package as a flat list (AD-PK-9). @throws not-found */
  presetRecords(companyId: number, presetId: number): Promise<PresetRecord[]>;
  /** All records or, if one is refused, none. `at` names a record in refusals. */
  setPresetRecords(
    actor: Actor,
    presetId: number,
    records: readonly RecordChange[],
    at?: (index: number) => string,
  ): Promise<void>;
  /**
   * Binds forms to parts of a package (API-WID-5), null = its own settings again: all or, if one is refused, none. The
   * widget shows the form in place of the part's own settings. `at` names a binding in refusals.
   */
  bindForms(
    actor: Actor,
    presetId: number,
    bindings: readonly FormBinding[],
    at?: (index: number) => string,
  ): Promise<void>;
  createPreset(actor: Actor, tenantId: number, input: PresetInput): Promise<{ id: number }>;
  /** Members left out stay as they are; `config` is merged part by part. */
  updatePreset(actor: Actor, presetId: number, input: Partial<PresetInput>): Promise<void>;
  /** What the widget needs to draw itself in the language asked for, else the company's; only the state is missing. */
  widgetConfig(preset: Preset, language: string | null): Promise<Omit<WidgetConfig, 'state'>>;
  /** Extensions with a leading dot, lower case (AD-SET-5). */
  acceptedFileTypes(companyId: number): Promise<string[]>;
  /** What the forms of a tenant's desk choose from. */
  desk(actor: UserActor, tenantId: number): Promise<DeskCatalogue>;
  /** Creates a tag, or changes the one of that name (in any case). */
  defineTag(actor: Actor, tenantId: number, input: TagInput): Promise<Tag>;
}

export function createCatalogue(store: Store): Catalogue {
  const settings = createSettings(store);
  return {
    async widgetPreset({ company, tenant = null, preset = null }) {
      const hex = company.replaceAll('-', '').toLowerCase();
      if (!/^[0-9a-f]{32}$/.test(hex) || preset?.includes('\0')) return null;
      return findPreset(store.db, { guid: hex, tenantId: tenant, name: preset });
    },

    activePreset: (companyGuid, presetId) => findActivePreset(store.db, companyGuid, presetId),

    preset: (companyId, presetId) => readPreset(store.db, companyId, presetId),
    presets: (companyId, tenantId) => readPresets(store.db, companyId, tenantId),

    presetsOf: (companyId, tenantIds) => readPresetsOf(store.db, companyId, tenantIds),

    async presetRecords(companyId, presetId) {
      const preset = await readPreset(store.db, companyId, presetId);
      if (!preset) throw notFound();
      return recordsOf(preset);
    },

    setPresetRecords: (actor, presetId, records, at = (index) => `records[${index}]`) =>
      changePreset(actor, presetId, async (unit, { companyId, ...stored }) => {
        const { buttonVisible, active, description, domains, forms } = stored;
        const columns = { buttonVisible, active, description, domains };
        const draft = { ...columns, forms, config: structuredClone(stored.config) };
        for (const [index, record] of records.entries()) applyRecord(draft, record, at(index));
        const { forms: bound, config, ...changed } = draft;
        await updatePreset(unit.db, companyId, presetId, {
          ...changed,
          ...{ entryFormId: bound.entryForm, feedbackFormId: bound.feedbackForm, offlineFormId: bound.offlineForm },
          config: configJson(config),
        });
      }),

    bindForms: (actor, presetId, bindings, at = (index) => `bindings[${index}]`) =>
      changePreset(actor, presetId, async (unit, { companyId, tenantId }) => {
        const columns: FormColumns = {};
        for (const [index, { propertyName, formId }] of bindings.entries()) {
          const part = formPartOf(propertyName);
          if (!part) throw invalid(`${at(index)}.propertyName`, `must be one of ${formParts.join(', ')}.`);
          await requireForm(unit, { companyId, tenantId, part, formId }, `${at(index)}.formId`);
          columns[`${part}Id`] = formId;
        }
        if (bindings.length > 0) await updatePreset(unit.db, companyId, presetId, columns);
      }),

    createPreset: (actor, tenantId, input) =>
      configure(actor, tenantId, async (unit, companyId) => {
        const name = await freePresetName(unit, companyId, tenantId, input.name, null);
        const routingId = (await input.makeRouting?.(unit)) ?? input.routingId;
        const columns = await presetColumns(unit, companyId, tenantId, { ...input, routingId });
        const config = configJson(mergeChanges({}, input.config ?? {}));
        const id = await insertPreset(unit.db, { ...columns, companyId, tenantId, name, config });
        announce(unit, companyId, tenantId, 'preset', id);
        return { id };
      }),

    updatePreset: (actor, presetId, input) =>
      changePreset(actor, presetId, async (unit, { companyId, tenantId, config: before, forms }) => {
        const bound = { ...forms, ...input.forms };
        for (const part of Object.keys(input.config ?? {})) refuseHidden(bound, part, `config.${part}`);
        const columns = await presetColumns(unit, companyId, tenantId, input);
        const name =
          input.name === undefined
            ? {}
            : { name: await freePresetName(unit, companyId, tenantId, input.name, presetId) };
        const config = configJson(mergeChanges(before, input.config ?? {}));
        await updatePreset(unit.db, companyId, presetId, { ...columns, ...name, config });
      }),

    async widgetConfig(preset, language) {
      const { button, window, entryForm, feedbackForm, offlineForm } = preset.config;
      const { texts, ...spoken } = textsFor(preset, language);
      return {
        company: preset.companyGuid,
        tenantId: preset.tenantId,
        presetId: preset.id,
        preset: preset.name,
        ...spoken,
        texts,
        button: { ...button, visible: preset.buttonVisible },
        window: { ...window, title: texts['window.title'] ?? window.title },
        entryForm,
        feedbackForm,
        offlineForm,
        acceptedFileTypes: await acceptedFileTypes(preset.companyId),
      };
    },

    acceptedFileTypes,

    ...createTagCatalogue(store, configure),
    ...createResultCatalogue(store, configure),
    ...createParameterCatalogue(store, configure),

    async desk(actor, tenantId) {
      const { companyId } = actor;
      const [awayReasons, results, tags, parameters, groups, company, tenant] = await Promise.all([
        readAwayReasons(store.db, companyId),
        readResults(store.db, companyId, tenantId),
        readTenantTags(store.db, companyId, tenantId, new Date(store.clock.now().getTime() - tagUsePeriod)),
        readParameters(store.db, companyId, tenantId),
        readGroups(store.db, companyId, tenantId),
        settings.company(companyId),
        settings.tenant(companyId, tenantId),
      ]);
      return {
        awayReasons,
        results: results.map(({ id, name }) => ({ id, name })),
        tags: tags.map(presentTag),
        parameters: parameters.map(({ name, label }) => ({ name, label })),
        groups,
        operatorsMaySwitchChannels: company.operatorsMaySwitchChannels,
        operatorsMayCreateTags: tenant.operatorsMayCreateTags,
        operatorsMayDeleteContacts: company.operatorsMayDeleteContacts,
        logoutWhenIdleMinutes: company.logoutWhenIdle ? company.logoutWhenIdleMinutes : null,
        logoutWhenLocked: company.logoutWhenIdle && company.logoutWhenLocked,
        resultRequired: tenant.resultRequired,
      };
    },

    defineTag: (actor, tenantId, input) =>
      configure(actor, tenantId, async (unit, companyId) => {
        const tag = await ensureTag(unit.db, {
          companyId,
          tenantId,
          name: requiredLine('name', input.name, limits.tagNameLength),
          label: optionalLine('label', input.label, limits.nameLength),
          background: optionalColor('background', input.background),
          text: optionalColor('text', input.text),
        });
        announce(unit, companyId, tenantId, 'tag', tag.id);
        return presentTag(tag);
      }),
  };

  async function acceptedFileTypes(companyId: number): Promise<string[]> {
    return [...(await settings.company(companyId)).acceptedFileTypes];
  }

  /** One change of a package, under its lock and its tenant's. */
  function changePreset(
    actor: Actor,
    presetId: number,
    work: (
      unit: Unit,
      stored: NonNullable<Awaited<ReturnType<typeof lockPreset>>> & { companyId: number },
    ) => Promise<void>,
  ): Promise<void> {
    return transact(store, actor, async (unit) => {
      const companyId = companyOf(actor);
      const stored = await lockPreset(unit.db, companyId, presetId);
      if (!stored) throw notFound();
      if (!mayConfigure(actor, stored.tenantId)) throw new Problem('not-permitted');
      const { tenantId } = stored;
      await lockTenant(unit.db, companyId, tenantId);
      await work(unit, { ...stored, companyId });
      announce(unit, companyId, tenantId, 'preset', presetId);
    });
  }

  /** One change of a tenant's catalogue; changes of one tenant happen one after the other. */
  async function configure<T>(
    actor: Actor,
    tenantId: number,
    work: (unit: Unit, companyId: number) => Promise<T>,
  ): Promise<T> {
    return transact(store, actor, async (unit) => {
      const companyId = companyOf(actor);
      if (!(await lockTenant(unit.db, companyId, tenantId))) throw notFound();
      if (!mayConfigure(actor, tenantId)) throw new Problem('not-permitted');
      return work(unit, companyId);
    });
  }
}

async function freePresetName(unit: Unit, companyId: number, tenantId: number, given: string, besides: number | null) {
  const name = requiredLine('name', given, limits.nameLength);
  if (await presetNameTaken(unit.db, companyId, tenantId, name, besides)) {
    throw invalid('name', 'is taken by another package of this tenant.');
  }
  return name;
}

type FormColumns = Partial<Record<`${FormPart}Id`, number | null>>;

/** Is it a form of the tenant, of the kind this part needs? @throws invalid-input */
async function requireForm(
  unit: Unit,
  binding: { companyId: number; tenantId: number; part: FormPart; formId: number | null },
  at: string,
): Promise<void> {
  const { companyId, tenantId, part, formId } = binding;
  if (formId === null) return;
  const form = await usableForm(unit.db, companyId, tenantId, formId);
  if (!form) throw invalid(at, 'is not a form of this tenant.');
  if (form.kind !== formKinds[part]) {
    throw invalid(at, `is a form of the kind ${form.kind}; ${part} needs ${formKinds[part]}.`);
  }
}

async function formColumns(unit: Unit, companyId: number, tenantId: number, forms: Partial<BoundForms>) {
  const columns: FormColumns = {};
  for (const part of formParts) {
    const formId = forms[part];
    if (formId === undefined) continue;
    await requireForm(unit, { companyId, tenantId, part, formId }, `forms.${part}`);
    columns[`${part}Id`] = formId;
  }
  return columns;
}

/** The columns an input names; what it leaves out is not among them. */
async function presetColumns(unit: Unit, companyId: number, tenantId: number, input: Partial<PresetInput>) {
  const { routingId, isDefault, buttonVisible, active, domains, description } = input;
  if (typeof routingId === 'number' && !(await routingInTenant(unit.db, companyId, tenantId, routingId))) {
    throw invalid('routingId', 'is not a routing of this tenant.');
  }
  if (isDefault) await clearDefaultPreset(unit.db, companyId, tenantId);
  return {
    ...(await formColumns(unit, companyId, tenantId, input.forms ?? {})),
    ...(routingId !== undefined && { routingId }),
    ...(isDefault !== undefined && { isDefault }),
    ...(buttonVisible !== undefined && { buttonVisible }),
    ...(active !== undefined && { active }),
    ...(domains !== undefined && {
      domains: domains.map((domain) => requiredLine('domains', domain, 253).toLowerCase()),
    }),
    ...(description !== undefined && {
      description: description && storable('description', description, limits.urlLength),
    }),
  };
}

function announce(unit: Unit, companyId: number, tenantId: number, noun: string, id: number): void {
  unit.record({ companyId, tenantId, kind: `${noun}.defined`, subject: `${noun}:${id}`, payload: { id, tenantId } });
  unit.touch({ companyId, tenantId, topic: noun, id });
}
