import type { Catalogue as DeskCatalogue } from '@hovor/protocol/desk';
import type { WidgetConfig } from '@hovor/protocol/guest';
import type { Tag } from '@hovor/protocol/session';
import { Problem } from '../foundation/errors.ts';
import type { Actor, UserActor } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import type { Preset, PresetChanges } from './schema.ts';

export interface PresetInput {
  name: string;
  description?: string | null;
  routingId?: number | null;
  isDefault?: boolean;
  buttonVisible?: boolean;
  domains?: string[];
  active?: boolean;
  config?: PresetChanges;
}

export interface TagInput {
  name: string;
  label?: string | null;
  background?: string | null;
  text?: string | null;
}

/** What sessions are made with: packages, parameters, tags, session results (AD-PK, AD-PA, AD-AP-13). */
export interface Catalogue {
  /**
   * The package a page asked for: GUID with or without hyphens, name in any case, null = the default one (WG-JS-2).
   * Without a tenant the first tenant that has it. Inactive ones do not exist here.
   */
  widgetPreset(address: { company: string; tenant?: number | null; preset?: string | null }): Promise<Preset | null>;
  preset(companyId: number, presetId: number): Promise<Preset | null>;
  presets(companyId: number, tenantId: number): Promise<Preset[]>;
  createPreset(actor: Actor, tenantId: number, input: PresetInput): Promise<{ id: number }>;
  /** Members left out stay as they are; `config` is merged part by part. */
  updatePreset(actor: Actor, presetId: number, input: Partial<PresetInput>): Promise<void>;
  /** What the widget needs to draw itself in the language asked for, else the company's; only the state is missing. */
  widgetConfig(preset: Preset, language: string | null): Promise<Omit<WidgetConfig, 'state'>>;
  /** Extensions with a leading dot, lower case (AD-SET-5). */
  acceptedFileTypes(companyId: number): Promise<string[]>;
  /** What the forms of a tenant's desk choose from. */
  desk(actor: UserActor, tenantId: number): Promise<DeskCatalogue>;
  /** Defines a parameter, or changes the one of that name. */
  defineParameter(
    actor: Actor,
    tenantId: number,
    input: { name: string; label: string; inQueue?: boolean },
  ): Promise<{ id: number }>;
  /** Creates a tag, or changes the one of that name (in any case). */
  defineTag(actor: Actor, tenantId: number, input: TagInput): Promise<Tag>;
  /** Creates a session result, or changes the one of that name. */
  defineResult(
    actor: Actor,
    tenantId: number,
    input: { name: string; position?: number; active?: boolean },
  ): Promise<{ id: number }>;
}

export function createCatalogue(_store: Store): Catalogue {
  throw new Problem('not-built');
}
