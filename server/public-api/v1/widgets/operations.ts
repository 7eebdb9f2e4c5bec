import { widgetButtonTypes, widgetConfigTypes } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { invalid, notFound } from '../../../foundation/errors.ts';
import { enumeration } from '../../../foundation/filters/enumeration.ts';
import type { Catalogue } from '../../../sessions/catalogue.ts';
import type { Call, Handler } from '../call.ts';
import { noContent, ok } from '../conventions/answers.ts';
import { boolean, integer, list, object, oneOf, optional, text } from '../conventions/body.ts';
import { askedTenants } from '../own-company.ts';
import { requireReach } from '../policies.ts';

const chatButton = object({ displayButton: boolean });
const configRecords = object({
  configRecords: list(
    object({
      configType: oneOf(enumeration(widgetConfigTypes)),
      buttonType: optional(oneOf(enumeration(widgetButtonTypes))),
      propertyName: text({ min: 1, max: limits.settingNameLength }),
      language: optional(text({ max: 35 })),
      value: optional(text({ max: limits.urlLength })),
    }),
    { max: limits.settingsPerScope },
  ),
});

/** The field really is named `configRecords` (MOD-WID-6); a missing `formId` would unbind by mistake, null does so. */
const formRecords = object({
  configRecords: list(
    object({
      propertyName: text({ min: 1, max: limits.settingNameLength }),
      formId: (given, at) => {
        if (given === undefined) throw invalid(at, 'Send the id of a form, or null to unbind.');
        return given === null ? null : integer({ min: 1 })(given, at);
      },
    }),
    { max: limits.settingsPerScope },
  ),
});

/** Packages and their settings (API-WID, AD-PK-9). */
export function widgetOperations(catalogue: Catalogue): Record<string, Handler> {
  async function openPreset({ actor, id }: Call) {
    const preset = await catalogue.preset(actor.companyId, id('presetId'));
    if (!preset) throw notFound();
    requireReach(actor, preset.tenantId);
    return preset;
  }

  return {
    async listWidgets({ actor, query }) {
      const presets = await catalogue.presetsOf(actor.companyId, askedTenants(actor, query));
      return ok(
        presets.map(({ id, name, buttonVisible, tenantId }) => ({ id, name, buttonVisible, departmentId: tenantId })),
      );
    },

    async setWidgetChatButton(call) {
      const { id } = await openPreset(call);
      const { displayButton } = chatButton(call.body, 'body');
      await catalogue.updatePreset(call.actor, id, { buttonVisible: displayButton });
      return noContent;
    },

    async getWidgetConfig(call) {
      const { id } = await openPreset(call);
      const records = await catalogue.presetRecords(call.actor.companyId, id);
      return ok(
        records.map(({ configType, buttonType, propertyName, defaultValue, currentValue, language, formId }) => ({
          ...{ configType, buttonType, propertyName, defaultValue, currentValue, language, formId },
        })),
      );
    },

    async setWidgetConfig(call) {
      const { id } = await openPreset(call);
      const records = configRecords(call.body, 'body').configRecords;
      await catalogue.setPresetRecords(call.actor, id, records, (index) => `configRecords[${index}]`);
      return noContent;
    },

    async setWidgetForms(call) {
      const { id } = await openPreset(call);
      const bindings = formRecords(call.body, 'body').configRecords;
      await catalogue.bindForms(call.actor, id, bindings, (index) => `configRecords[${index}]`);
      return noContent;
    },
  };
}
