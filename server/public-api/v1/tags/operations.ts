import { limits } from '@hovor/protocol/limits';
import type { Directory } from '../../../directory/service.ts';
import type { Catalogue, TenantTag } from '../../../sessions/catalogue.ts';
import type { Call, Handler } from '../call.ts';
import { created, noContent, ok } from '../conventions/answers.ts';
import { maybe, object, optional, text } from '../conventions/body.ts';
import { askedTenants } from '../own-company.ts';
import { requireReach } from '../policies.ts';
import { argb, readArgb } from './colour.ts';

const label = optional(text({ max: limits.nameLength }));
const colour = optional(readArgb);
const newTag = object({
  name: text({ min: 1, max: limits.tagNameLength }),
  label,
  backgroundArgb: colour,
  textArgb: colour,
});
const tagUpdate = object({ label: maybe(label), backgroundArgb: maybe(colour), textArgb: maybe(colour) });

/** `TagModel` (MOD-TAG-2). */
const tagModel = ({ id, tenantId, name, label: shown, background, text: ink }: TenantTag) => ({
  ...{ id, name, label: shown, departmentId: tenantId },
  backgroundArgb: argb(background),
  textArgb: argb(ink),
});

/** Tags of departments (API-TAG). */
export function tagOperations(directory: Pick<Directory, 'tenants'>, catalogue: Catalogue): Record<string, Handler> {
  async function openTenant({ actor, id }: Call) {
    const tenantId = id('tenantId');
    requireReach(actor, tenantId);
    return (await directory.tenants.load(actor.companyId, tenantId)).id;
  }

  async function openTag({ actor, id }: Call) {
    const tag = await catalogue.tag(actor.companyId, id('tagId'));
    requireReach(actor, tag.tenantId);
    return tag.id;
  }

  return {
    async listTags({ actor, query }) {
      return ok((await catalogue.tags(actor.companyId, askedTenants(actor, query))).map(tagModel));
    },

    async listDepartmentTags(call) {
      return ok((await catalogue.tags(call.actor.companyId, [await openTenant(call)])).map(tagModel));
    },

    /** The tag of that name when there is one already, with what was sent. */
    async createTag(call) {
      const tenantId = await openTenant(call);
      const { name, label: shown, backgroundArgb, textArgb } = newTag(call.body, 'body');
      const given = { name, label: shown, background: backgroundArgb, text: textArgb };
      return created((await catalogue.defineTag(call.actor, tenantId, given)).id);
    },

    async updateTag(call) {
      const tagId = await openTag(call);
      const { label: shown, backgroundArgb, textArgb } = tagUpdate(call.body, 'body');
      await catalogue.updateTag(call.actor, tagId, {
        ...(shown !== undefined && { label: shown }),
        ...(backgroundArgb !== undefined && { background: backgroundArgb }),
        ...(textArgb !== undefined && { text: textArgb }),
      });
      return noContent;
    },

    async deleteTag(call) {
      await catalogue.removeTag(call.actor, await openTag(call));
      return noContent;
    },
  };
}
