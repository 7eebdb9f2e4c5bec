import { apiPermissions } from '@hovor/protocol/api-permissions';
import { globalRoles, groupTypes, tenantRoles } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { Closed, Id, Language, Nullable, OneOf, Time, Type } from '@hovor/protocol/schema';

import { groupPriorities } from './rules.ts';

export {
  type ApiPermission,
  type ApiResource,
  apiPermissions,
  apiResources,
  serverPermission,
} from '@hovor/protocol/api-permissions';

/** Shapes of the directory's own endpoints below /app-api. Times are ISO texts, ids numbers. */

const Name = Type.String({ minLength: 1, maxLength: limits.nameLength });
const NullableName = Nullable(Type.String({ maxLength: limits.nameLength }));
const Email = Type.String({ minLength: 3, maxLength: limits.emailLength });
const UserNote = Nullable(Type.String({ maxLength: 1_000 }));
const Password = Type.String({ minLength: 1, maxLength: limits.passwordMax });
const TenantRoles = Type.Array(OneOf(tenantRoles), { maxItems: tenantRoles.length });
const GlobalRoles = Type.Array(OneOf(globalRoles), { maxItems: globalRoles.length });
/** Ids of tenants and users are 32 bit in the database. */
const ShortId = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
const Ids = (most: number) => Type.Array(ShortId, { maxItems: most });

export const LoginBody = Closed({
  login: Type.String({ minLength: 1, maxLength: limits.emailLength }),
  password: Password,
});

export const SetupBody = Closed({
  code: Type.String({ minLength: 1, maxLength: 100 }),
  companyName: Name,
  tenantName: Name,
  language: Type.Optional(Language),
  timezone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  firstName: Name,
  lastName: Name,
  email: Email,
  username: Type.Optional(Type.String({ maxLength: limits.nameLength })),
  password: Password,
});
export const SetupAnswer = Closed({ companyId: Id, tenantId: Id, userId: Id });
export const SetupState = Closed({ needed: Type.Boolean() });

export const MeAnswer = Closed({
  userId: Id,
  companyId: Id,
  companyName: Type.String(),
  username: Type.String(),
  firstName: Type.String(),
  lastName: Type.String(),
  email: Type.String(),
  language: Nullable(Type.String()),
  timezone: Type.String(),
  globalRoles: Type.Array(Type.String()),
  tenants: Type.Array(
    Closed({
      id: Id,
      name: Type.String(),
      roles: Type.Array(Type.String()),
      displayName: Type.String(),
      photoUrl: Nullable(Type.String()),
    }),
  ),
  demo: Type.Boolean(),
});

export const ProfileBody = Type.Object(
  {
    firstName: Type.Optional(Name),
    lastName: Type.Optional(Name),
    language: Type.Optional(Nullable(Language)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export const PasswordChangeBody = Closed({ oldPassword: Password, password: Password });

export const RunningLogin = Closed({
  id: Id,
  created: Time,
  lastSeen: Time,
  ip: Nullable(Type.String()),
  userAgent: Nullable(Type.String()),
  /** The login this request came with. */
  current: Type.Boolean(),
});
/** A login of somebody else, as administrators see it. */
export const UserLogin = Type.Omit(RunningLogin, ['current'], { additionalProperties: false });

export const PasswordLinkAnswer = Closed({ token: Type.String(), url: Type.String(), expires: Time });
export const PasswordLinkState = Closed({ username: Type.String(), expires: Time });
export const SetPasswordBody = Closed({ password: Password });

const SlotCount = Type.Integer({ minimum: 0, maximum: 1_000 });
export const SlotsBody = Closed({
  live: Type.Optional(SlotCount),
  asynchronous: Type.Optional(SlotCount),
  email: Type.Optional(SlotCount),
});

const Skill = Closed({
  kind: OneOf(['language', 'tag']),
  /** A language such as `cs`, or the name of a tag. */
  name: Type.String({ minLength: 1, maxLength: limits.tagNameLength }),
  level: Type.Integer({ minimum: 1, maximum: 5 }),
});
/** All skills of a user (AD-US-11). */
export const SkillsBody = Closed({ skills: Type.Array(Skill, { maxItems: limits.skillsPerUser }) });

export const MembershipBody = Closed({
  roles: Type.Optional(TenantRoles),
  nickname: Type.Optional(NullableName),
  position: Type.Optional(NullableName),
});

export const NewUserBody = Closed({
  firstName: Name,
  lastName: Name,
  email: Email,
  username: Type.Optional(Name),
  note: Type.Optional(UserNote),
  language: Type.Optional(Nullable(Language)),
  globalRoles: Type.Optional(GlobalRoles),
  memberships: Type.Optional(
    Type.Array(Closed({ tenantId: ShortId, ...MembershipBody.properties, roles: TenantRoles }), { maxItems: 200 }),
  ),
  slots: Type.Optional(SlotsBody),
});

export const UserChangeBody = Type.Object(
  {
    firstName: Type.Optional(Name),
    lastName: Type.Optional(Name),
    email: Type.Optional(Email),
    username: Type.Optional(Name),
    note: Type.Optional(UserNote),
    language: Type.Optional(Nullable(Language)),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const GlobalRolesBody = Closed({ globalRoles: GlobalRoles });

export const UserView = Closed({
  id: Id,
  username: Type.String(),
  email: Type.String(),
  firstName: Type.String(),
  lastName: Type.String(),
  note: Nullable(Type.String()),
  language: Nullable(Type.String()),
  globalRoles: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  hasPassword: Type.Boolean(),
  created: Time,
  memberships: Type.Array(
    Closed({
      tenantId: Id,
      roles: Type.Array(Type.String()),
      nickname: Nullable(Type.String()),
      position: Nullable(Type.String()),
      photoUrl: Nullable(Type.String()),
    }),
  ),
  groupIds: Type.Array(Id),
  slots: Closed({ live: SlotCount, asynchronous: SlotCount, email: SlotCount }),
  skills: Type.Array(Skill),
});

/** One page by id; ask again with `after` = the last id while a page is full. */
export const UserQuery = Closed({
  enabled: Type.Optional(Type.Boolean()),
  search: Type.Optional(Type.String({ maxLength: limits.nameLength })),
  after: Type.Optional(Type.Integer({ minimum: 0 })),
});

/** #1f5fd0; null = none. */
const Color = Nullable(Type.String({ maxLength: 7 }));

export const AwayReasonView = Closed({
  id: Id,
  name: Type.String(),
  paid: Type.Boolean(),
  color: Color,
  position: Type.Integer(),
  active: Type.Boolean(),
});
export const NewAwayReasonBody = Closed({ name: Name, paid: Type.Boolean(), color: Type.Optional(Color) });
/** All away reasons of the company in their new order. */
export const AwayReasonOrderBody = Closed({ ids: Ids(limits.settingsListLength) });
export const AwayReasonChangeBody = Type.Object(
  {
    name: Type.Optional(Name),
    paid: Type.Optional(Type.Boolean()),
    color: Type.Optional(Color),
    position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const CompanyView = Closed({
  id: Id,
  name: Type.String(),
  guid: Type.String(),
  language: Type.String(),
  timezone: Type.String(),
  created: Time,
});
export const CompanyBody = Type.Object(
  {
    name: Type.Optional(Name),
    language: Type.Optional(Language),
    timezone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const TenantView = Closed({ id: Id, name: Type.String(), created: Time });
export const TenantBody = Closed({ name: Name });

const Seconds = (minimum: number) => Type.Integer({ minimum, maximum: 86_400 });
/** How a group distributes; these can differ by channel family (AD-GR-5). */
const groupTerms = {
  distribution: Type.Optional(OneOf(['utilization', 'whole'])),
  timeToAcceptS: Type.Optional(Seconds(5)),
  maxQueueTimeS: Type.Optional(Seconds(5)),
  autoPickup: Type.Optional(Type.Boolean()),
  /** Strongest first (AD-GR-11). */
  priorities: Type.Optional(
    Type.Array(OneOf(groupPriorities), { maxItems: groupPriorities.length, uniqueItems: true }),
  ),
};
/** What differs from the group's own settings, by family. */
export const GroupTermsByFamily = Closed({
  live: Type.Optional(Closed(groupTerms)),
  asynchronous: Type.Optional(Closed(groupTerms)),
  email: Type.Optional(Closed(groupTerms)),
});
const groupSettings = {
  ...groupTerms,
  byFamily: Type.Optional(GroupTermsByFamily),
  queueSize: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  maxAcwS: Type.Optional(Seconds(0)),
  /** The tenant's calendar whose hours hold; null = always open (AD-OH-2). */
  calendarId: Type.Optional(Nullable(ShortId)),
};
export const NewGroupBody = Closed({
  name: Name,
  type: Type.Optional(OneOf(['NORMAL', 'ALL_OPERATORS'])),
  userIds: Type.Optional(Ids(5_000)),
  ...groupSettings,
});
/** The version it was made from guards against a change of somebody else meanwhile. */
export const GroupChangeBody = Type.Object(
  { name: Type.Optional(Name), version: Type.Optional(Id), userIds: Type.Optional(Ids(5_000)), ...groupSettings },
  { additionalProperties: false, minProperties: 1 },
);
export const GroupMembersBody = Closed({ userIds: Ids(5_000) });
/** Groups of one tenant a user is in, all of them. */
export const UserGroupsBody = Closed({ groupIds: Ids(limits.settingsListLength) });

export const GroupView = Closed({
  id: Id,
  tenantId: Id,
  name: Type.String(),
  version: Id,
  type: OneOf(groupTypes),
  distribution: Type.String(),
  queueSize: Type.Integer(),
  timeToAcceptS: Type.Integer(),
  maxQueueTimeS: Type.Integer(),
  maxAcwS: Type.Integer(),
  autoPickup: Type.Boolean(),
  priorities: Type.Array(Type.String()),
  byFamily: GroupTermsByFamily,
  calendarId: Nullable(Id),
  created: Time,
  userIds: Type.Array(Id),
});

export const NewApiKeyBody = Closed({
  name: Name,
  permissions: Type.Array(OneOf(apiPermissions), { maxItems: apiPermissions.length }),
  tenantIds: Type.Optional(Nullable(Ids(1_000))),
  expires: Type.Optional(Nullable(Time)),
  perMinute: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }))),
});
/** The secret and the tenants of a key stay as they are: make a new key for others. */
export const ApiKeyChangeBody = Closed({
  name: Name,
  permissions: Type.Array(OneOf(apiPermissions), { maxItems: apiPermissions.length }),
  expires: Nullable(Time),
  perMinute: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
});
/** The only answer that ever holds the secret. */
export const NewApiKeyAnswer = Closed({ id: Id, clientId: Type.String(), secret: Type.String() });
export const ApiKeyView = Closed({
  id: Id,
  clientId: Type.String(),
  name: Type.String(),
  permissions: Type.Array(Type.String()),
  tenantIds: Nullable(Type.Array(Id)),
  created: Time,
  expires: Nullable(Time),
  perMinute: Nullable(Type.Integer()),
  lastUsed: Nullable(Time),
  revoked: Nullable(Time),
});

export const Created = Closed({ id: Id });
export const Done = Type.Null();
