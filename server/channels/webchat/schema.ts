import { limits } from '@hovor/protocol/limits';
import { Closed, Id, Language, Type } from '@hovor/protocol/schema';

/** Shapes of the guests' HTTP doors that the protocol does not already hold. */

/** Query of `GET /widget/config`; an empty value counts as missing. */
export const ConfigQuery = Closed({
  company: Type.String({ maxLength: 40 }),
  tenant: Type.Optional(Type.String({ pattern: '^[0-9]{0,10}$' })),
  preset: Type.Optional(Type.String({ maxLength: limits.nameLength })),
  language: Type.Optional(Type.Union([Language, Type.Literal('')])),
});

export const SessionPath = Closed({ sessionId: Id });
export const FilePath = Closed({ sessionId: Id, fileId: Id });

export const SessionsQuery = Closed({ scope: Type.Optional(Type.String({ maxLength: limits.scopeLength })) });

export const ActivitiesQuery = Closed({
  after: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })),
  before: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
});

export const StoredFile = Closed({ seq: Type.Integer() });
