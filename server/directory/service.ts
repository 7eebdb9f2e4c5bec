import type { Store } from '../foundation/transact.ts';
import { createCompanies } from './company/service.ts';
import { createGroups } from './groups/service.ts';
import { createApiKeys } from './keys/service.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createSettings } from './settings/service.ts';
import { createUsers } from './users/service.ts';

export type { AwayReasonChange, NewCompany } from './company/service.ts';
export type { GroupRecord, GroupSettings, NewGroup } from './groups/service.ts';
export type { NewApiKey } from './keys/service.ts';
export { defaultAwayReasons, defaultSlots, displayName, fullName, type Slots } from './rules.ts';
export type { CompanySettings, SettingScope, TenantSettings } from './settings/service.ts';
export type { Membership, NewMembership, NewUser, UserChange, UserFilter, UserRecord } from './users/service.ts';

export interface DirectoryOptions {
  /** Address browsers see; with https the login cookie is `Secure`, and links to people start with it. */
  publicUrl: string;
  /** The demo company is switched on: no first-administrator set-up is offered. */
  demo?: boolean;
  /** Tests hand a cheap one. */
  passwords?: Passwords;
}

export type Directory = ReturnType<typeof createDirectory>;

/** Who works here: companies, tenants, users and their rights, groups, keys, settings, logins. */
export function createDirectory(store: Store, { passwords = createPasswords() }: DirectoryOptions) {
  const users = createUsers(store, passwords);
  return {
    ...createCompanies(store),
    users,
    groups: createGroups(store),
    keys: createApiKeys(store),
    settings: createSettings(store),
    faces: users.faces,
    names: users.names,
  };
}
