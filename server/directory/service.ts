import type { FileStore } from '../foundation/files/store.ts';
import type { Store } from '../foundation/transact.ts';
import { createCompanies } from './company/service.ts';
import { createGroups } from './groups/service.ts';
import { createApiKeys } from './keys/service.ts';
import { createPasswordChanges } from './logins/passwords.ts';
import { createProfile } from './logins/profile.ts';
import { createLogins } from './logins/service.ts';
import { createNotices } from './notices/service.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createPhotos } from './photos/service.ts';
import { createSettings } from './settings/service.ts';
import { createSetup } from './setup/service.ts';
import { createUsers } from './users/service.ts';

export type { AwayReasonChange, MetricSettings, NewCompany } from './company/service.ts';
export { addGroup, type GroupRecord, type GroupSettings, type NewGroup, renameGroup } from './groups/service.ts';
export type { NewApiKey } from './keys/service.ts';
export { type NewNotice, settleNotice, tellAdministrators } from './notices/service.ts';
export { defaultAwayReasons, defaultSlots, displayName, faceOf, fullName, type Slots } from './rules.ts';
export { type CompanySettings, createSettings, type SettingScope, type TenantSettings } from './settings/service.ts';
export type {
  Membership,
  NewMembership,
  NewUser,
  UserChange,
  UserFilter,
  UserListChange,
  UserRecord,
} from './users/service.ts';

export interface DirectoryOptions {
  /** Address browsers see; with https the login cookie is `Secure`, and links to people start with it. */
  publicUrl: string;
  /** The demo company is switched on: no first-administrator set-up is offered. */
  demo?: boolean;
  /** Where photos are kept; without it there are none. */
  files?: FileStore;
  /** Tests hand a cheap one. */
  passwords?: Passwords;
}

export type Directory = ReturnType<typeof createDirectory>;

/** Who works here: companies, tenants, users and their rights, groups, keys, settings, logins. */
export function createDirectory(store: Store, options: DirectoryOptions) {
  const { publicUrl, demo = false, passwords = createPasswords(), files } = options;
  const users = createUsers(store, passwords);
  const settings = createSettings(store);
  const logins = createLogins(store, passwords);
  return {
    publicUrl,
    ...createCompanies(store),
    users,
    groups: createGroups(store),
    keys: createApiKeys(store),
    notices: createNotices(store),
    settings,
    logins,
    passwords: createPasswordChanges(store, { passwords, settings, publicUrl }),
    profile: createProfile(store, { settings, demo }),
    photos: files && createPhotos(store, { files, settings }),
    setup: createSetup(store, { passwords, demo }),
    /** Login cookie → actor; for `authenticateWith('login', …)` and for sockets at their handshake. */
    resolveLogin: logins.resolve,
    /** The actor of an open socket as it is now; null = close it. */
    recheckLogin: logins.recheck,
    faces: users.faces,
    names: users.names,
  };
}
