import { limits } from '@hovor/protocol/limits';
import { optionalColor } from '../foundation/color.ts';
import { refusing } from '../foundation/database/duplicates.ts';
import { notFound } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import type { Store, Unit } from '../foundation/transact.ts';
import { deleteTag, insertTag, readTagsOf, readTagWithTenant, type TenantTag, updateTag } from './tag-queries.ts';
import { optionalLine, requiredLine } from './text.ts';

export type { TenantTag } from './tag-queries.ts';

/** What of a tag can change; its name is its identity. */
export interface TagChange {
  label?: string | null;
  background?: string | null;
  text?: string | null;
}

export type Configure = <T>(
  actor: Actor,
  tenantId: number,
  work: (unit: Unit, companyId: number) => Promise<T>,
) => Promise<T>;

/** Tags of tenants as administrators and integrations keep them (API-TAG). */
export function createTagCatalogue(store: Store, configure: Configure) {
  const tag = async (companyId: number, tagId: number): Promise<TenantTag> => {
    const found = await readTagWithTenant(store.db, companyId, tagId);
    if (!found) throw notFound();
    return found;
  };

  /** The tag, when it is one of this tenant. */
  const tagOf = async (companyId: number, tenantId: number, tagId: number): Promise<TenantTag> => {
    const found = await tag(companyId, tagId);
    if (found.tenantId !== tenantId) throw notFound();
    return found;
  };

  return {
    /** Of these tenants, null = of the whole company; by id. */
    tags: (companyId: number, tenantIds: readonly number[] | null) => readTagsOf(store.db, companyId, tenantIds),

    /** @throws not-found outside the company */
    tag,
    tagOf,

    /** A tag that is not there yet. @throws conflict when the name, in any case, is another tag's */
    addTag: (actor: Actor, tenantId: number, { name, label, background, text }: TagChange & { name: string }) =>
      refusing({ tags_name: ['name', 'is taken by another tag.'] }, () =>
        configure(actor, tenantId, async (unit, companyId) => {
          const { id } = await insertTag(unit.db, {
            companyId,
            tenantId,
            name: requiredLine('name', name, limits.tagNameLength),
            label: optionalLine('label', label, limits.nameLength),
            background: optionalColor('background', background),
            text: optionalColor('text', text),
          });
          announce(unit, companyId, tenantId, id, 'created');
          return { id };
        }),
      ),

    /** Members left out stay; null takes away. */
    async updateTag(actor: Actor, tagId: number, { label, background, text }: TagChange): Promise<void> {
      const { tenantId } = await tag(companyOf(actor), tagId);
      await configure(actor, tenantId, async (unit, companyId) => {
        await updateTag(unit.db, companyId, tagId, {
          ...(label !== undefined && { label: optionalLine('label', label, limits.nameLength) }),
          ...(background !== undefined && { background: optionalColor('background', background) }),
          ...(text !== undefined && { text: optionalColor('text', text) }),
        });
        announce(unit, companyId, tenantId, tagId, 'updated');
      });
    },

    /** The tag leaves every conversation that has it. */
    async removeTag(actor: Actor, tagId: number): Promise<void> {
      const { tenantId } = await tag(companyOf(actor), tagId);
      await configure(actor, tenantId, async (unit, companyId) => {
        await deleteTag(unit.db, companyId, tagId);
        announce(unit, companyId, tenantId, tagId, 'removed');
      });
    },
  };
}

function announce(
  unit: Unit,
  companyId: number,
  tenantId: number,
  id: number,
  what: 'created' | 'updated' | 'removed',
) {
  unit.record({ companyId, tenantId, kind: `tag.${what}`, subject: `tag:${id}`, payload: { id, tenantId } });
  unit.touch({ companyId, tenantId, topic: 'tag', id });
}
