import { limits } from '@hovor/protocol/limits';
import { Closed, Id, Nullable, OneOf, Time, Type } from '@hovor/protocol/schema';
import { Tag } from '@hovor/protocol/session';

/** Paths, queries and answers of this room's endpoints that are not in the protocol. */

const Seq = (minimum: number) => Type.Integer({ minimum, maximum: 2 ** 31 - 1 });

export const SessionPath = Closed({ sessionId: Id });
export const TagPath = Closed({ sessionId: Id, tagId: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) });
export const FilePath = Closed({ sessionId: Id, fileId: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) });
const ShortId = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
const TenantId = ShortId;
export const TenantPath = Closed({ tenantId: TenantId });
export const MessagePath = Closed({ tenantId: TenantId, messageId: Id });

export const ActivitiesQuery = Closed({
  after: Type.Optional(Seq(0)),
  before: Type.Optional(Seq(1)),
});

export const HistoryQuery = Closed({
  view: Type.Optional(OneOf(['history'])),
  before: Type.Optional(Id),
  search: Type.Optional(Type.String({ maxLength: limits.nameLength })),
  /** Only conversations with this contact (AD-CD-9). */
  contactId: Type.Optional(Id),
});

export const OfflineQuery = Closed({
  handled: Type.Optional(Type.Boolean()),
  before: Type.Optional(Id),
});

export const NewTag = Closed({ name: Type.String({ minLength: 1, maxLength: limits.tagNameLength, pattern: '\\S' }) });

/** Colours as #1f5fd0; null and empty take one away. */
const TagLook = {
  label: Type.Optional(Nullable(Type.String({ maxLength: limits.nameLength }))),
  background: Type.Optional(Nullable(Type.String({ maxLength: 7 }))),
  text: Type.Optional(Nullable(Type.String({ maxLength: 7 }))),
};
export const NewTenantTag = Closed({ ...NewTag.properties, ...TagLook });
export const TagChange = Type.Object(TagLook, { additionalProperties: false, minProperties: 1 });
export const TenantTagPath = Closed({ tenantId: TenantId, tagId: ShortId });

export const ResultView = Closed({ id: Id, name: Type.String(), position: Type.Integer(), active: Type.Boolean() });
const ResultName = Type.String({ minLength: 1, maxLength: limits.nameLength });
export const NewResult = Closed({ name: ResultName });
export const ResultChange = Type.Object(
  { name: Type.Optional(ResultName), active: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
);
/** All session results of the tenant in their new order. */
export const ResultOrder = Closed({ ids: Type.Array(ShortId, { maxItems: limits.settingsListLength }) });
export const ResultPath = Closed({ tenantId: TenantId, resultId: ShortId });

const Label = Type.String({ minLength: 1, maxLength: limits.nameLength });
export const ParameterView = Closed({ id: Id, name: Type.String(), label: Type.String(), inQueue: Type.Boolean() });
export const NewParameter = Closed({
  name: Type.String({ minLength: 1, maxLength: limits.paramNameLength }),
  label: Label,
  inQueue: Type.Optional(Type.Boolean()),
});
export const ParameterChange = Closed({ label: Label, inQueue: Type.Boolean() });
export const ParameterPath = Closed({ tenantId: TenantId, parameterId: ShortId });
export const Created = Closed({ id: Id });

export const StoredFile = Closed({ seq: Type.Integer() });
export const Done = Type.Null();

export const OfflineMessageView = Closed({
  id: Id,
  name: Nullable(Type.String()),
  email: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  message: Type.String(),
  language: Nullable(Type.String()),
  url: Nullable(Type.String()),
  created: Time,
  handled: Nullable(Time),
  handledBy: Nullable(Id),
});

export const CatalogueView = Closed({
  awayReasons: Type.Array(
    Closed({ id: Id, name: Type.String(), paid: Type.Boolean(), color: Nullable(Type.String()) }),
  ),
  results: Type.Array(Closed({ id: Id, name: Type.String() })),
  tags: Type.Array(Tag),
  parameters: Type.Array(Closed({ name: Type.String(), label: Type.String() })),
  groups: Type.Array(Closed({ id: Id, name: Type.String() })),
  operatorsMaySwitchChannels: Type.Boolean(),
  operatorsMayCreateTags: Type.Boolean(),
  operatorsMayDeleteContacts: Type.Boolean(),
  logoutWhenIdleMinutes: Nullable(Type.Integer()),
  logoutWhenLocked: Type.Boolean(),
  resultRequired: Type.Boolean(),
});
