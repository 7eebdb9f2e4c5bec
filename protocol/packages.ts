import { packageStates } from './enums.ts';
import { WidgetConfig } from './guest.ts';
import { limits } from './limits.ts';
import { type PackageTextKey, packageTextKeys } from './panel-texts.ts';
import { Closed, Id, Language, Nullable, OneOf, type Static, type TSchema, Type } from './schema.ts';

/**
 * Packages as administrators keep them (AD-PK): below /app-api/tenants/:tenantId
 *   GET  /packages                PackageRow[], with the state each shows now
 *   POST /packages                NewPackage → { id }
 *   GET  /packages/:packageId     PackageView
 *   PUT  /packages/:packageId     PackageChange → PackageView
 *   GET  /package-terms           routings and forms to choose from
 * Packages are never deleted: conversations refer to them. One that is switched off does not exist for pages.
 */

export const PackageRow = Closed({
  id: Id,
  name: Type.String(),
  description: Nullable(Type.String()),
  isDefault: Type.Boolean(),
  active: Type.Boolean(),
  state: OneOf(packageStates),
});
export type PackageRow = Static<typeof PackageRow>;

const { button, window, entryForm, feedbackForm, offlineForm } = WidgetConfig.properties;
const { visible: _, ...buttonLook } = button.properties;

/** Settings of a package, all defaults filled in; of parts with a bound form its own settings, which rest meanwhile. */
const PackageConfig = Closed({
  button: Closed(buttonLook),
  window,
  entryForm,
  feedbackForm,
  offlineForm,
  /** By language and key; only texts an administrator changed. */
  texts: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
});
export type PackageConfig = Static<typeof PackageConfig>;

export const formParts = ['entryForm', 'feedbackForm', 'offlineForm'] as const;
export type FormPart = (typeof formParts)[number];

export const PackageView = Closed({
  ...PackageRow.properties,
  routingId: Nullable(Id),
  buttonVisible: Type.Boolean(),
  domains: Type.Array(Type.String()),
  config: PackageConfig,
  /** The form in place of a part's own settings; null = those hold. */
  forms: Closed({ entryForm: Nullable(Id), feedbackForm: Nullable(Id), offlineForm: Nullable(Id) }),
  /** What pages embed (WG-SN), and the page of ours that holds nothing else. */
  snippet: Type.String(),
  testingUrl: Type.String(),
});
export type PackageView = Static<typeof PackageView>;

const Name = Type.String({ minLength: 1, maxLength: limits.nameLength, pattern: '\\S' });

/** Either a routing that is there, or the name of one that is made with the package (AD-PK-2); neither = none yet. */
export const NewPackage = Closed({
  name: Name,
  routingId: Type.Optional(Nullable(Id)),
  newRouting: Type.Optional(Name),
});
export type NewPackage = Static<typeof NewPackage>;

const Pixels = Type.Integer({ minimum: 0, maximum: limits.buttonOffset });
const Color = Type.String({ pattern: '^#[0-9a-fA-F]{6}$' });
const Flag = Type.Boolean();

/** Members that may be left out; none that is not listed. */
const Some = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Partial(Type.Object(properties), { additionalProperties: false });

const Domain = Type.String({ minLength: 1, maxLength: 253, pattern: '^(\\*\\.)?[^\\s/@*,\\u0000]+$' });
const Text = Type.String({ minLength: 1, maxLength: limits.packageTextLength });
const Texts = Some(
  Object.fromEntries(packageTextKeys.map((key) => [key, Text])) as Record<PackageTextKey, typeof Text>,
);

const ConfigChange = Some({
  button: Some({
    ...buttonLook,
    ...{ offsetX: Pixels, offsetY: Pixels, color: Color },
    zIndex: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
  }),
  window: Some({
    ...window.properties,
    title: Type.String({ maxLength: limits.nameLength }),
    color: Color,
    logoUrl: Nullable(Type.String({ maxLength: limits.urlLength, pattern: '^https://[^\\s]+$' })),
  }),
  entryForm: Some({ ...entryForm.properties, consentVersion: Type.String({ minLength: 1, maxLength: 50 }) }),
  feedbackForm: Some({ ...feedbackForm.properties, stars: Type.Integer({ minimum: 2, maximum: 10 }) }),
  offlineForm: Some(offlineForm.properties),
  texts: Type.Record(Language, Texts, { maxProperties: limits.packageLanguages, additionalProperties: false }),
});

/** Only what changes; texts of a language replace all it had, so that one left out is back at its default. */
export const PackageChange = Some({
  name: Name,
  description: Nullable(Type.String({ maxLength: limits.urlLength })),
  /** A tenant has one default package: another one takes over, it is never given up. */
  isDefault: Type.Literal(true),
  active: Flag,
  routingId: Nullable(Id),
  buttonVisible: Flag,
  domains: Type.Array(Domain, { maxItems: limits.packageDomains }),
  config: ConfigChange,
  forms: Some(PackageView.properties.forms.properties),
});
export type PackageChange = Static<typeof PackageChange>;

/** What a package is put together from. */
export const PackageTerms = Closed({
  routings: Type.Array(Closed({ id: Id, name: Type.String() })),
  forms: Type.Array(Closed({ id: Id, name: Type.String(), kind: OneOf(['Entry', 'Feedback', 'Offline']) })),
});
export type PackageTerms = Static<typeof PackageTerms>;
