import { limits } from '@hovor/protocol/limits';
import type { Directory, SettingScope } from '../../directory/service.ts';
import { fieldsNamed } from '../../foundation/errors.ts';
import type { ApiKeyActor } from '../../foundation/security/actor.ts';
import type { Call, Handler } from './call.ts';
import { noContent, ok } from './conventions/answers.ts';
import { dictionary, loose, object, optional, text } from './conventions/body.ts';

/** What one of the five levels calls its settings (MOD-COM-3, MOD-DEP-3, MOD-GRP-6, MOD-USR-15, MOD-RTG-1). */
export interface SettingsLevel {
  scope: SettingScope;
  /** Member of the model that holds the id. */
  member: string;
  /** The id in the path, once it is sure that the caller may reach the thing. @throws not-found, not-permitted */
  find(call: Call, purpose: 'read' | 'write'): Promise<number>;
}

const settingValue = optional(loose(text({ max: limits.settingValueLength })));
const settingsModel = object({
  settings: optional(dictionary(settingValue, { max: limits.settingsPerScope })),
});

/** `GET` and `PUT …/settings` of one level (AD-CO-5). A write merges: names left out stay, null goes back to the default. */
export function settingsHandlers(directory: Pick<Directory, 'settings'>, level: SettingsLevel) {
  const { scope, member, find } = level;
  const read = async ({ companyId }: ApiKeyActor, scopeId: number, name: string | undefined) => {
    const all = await directory.settings.all(companyId, scope, scopeId);
    if (name === undefined) return all;
    return Object.fromEntries(Object.entries(all).filter(([key]) => key === name));
  };
  return {
    async get(call: Call) {
      const id = await find(call, 'read');
      return ok({ [member]: id, settings: await read(call.actor, id, call.query.one('name')) });
    },
    async put(call: Call) {
      const id = await find(call, 'write');
      const { settings } = settingsModel(call.body, 'body');
      await fieldsNamed(
        (field) => (field === 'settings' ? field : `settings.${field}`),
        () => directory.settings.set(call.actor, scope, id, settings ?? {}),
      );
      return noContent;
    },
  } satisfies Record<string, Handler>;
}
