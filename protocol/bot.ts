import { Closed, Id, Nullable, OneOf, type Static, Type } from './schema.ts';

/** What a chatbot shows, ready to be drawn: no HTML, only http(s) addresses (SEC-DP-4). */

/** A piece of text in one look (CB-CM-24); `\n` is a new line. */
export const TextRun = Closed({
  text: Type.String(),
  strong: Type.Optional(Type.Boolean()),
  em: Type.Optional(Type.Boolean()),
  href: Type.Optional(Type.String()),
});
export type TextRun = Static<typeof TextRun>;

/** A press sends `value` as the client's own message; with `href` it opens a page instead. */
export const BotButton = Closed({
  title: Type.String(),
  value: Type.String(),
  href: Nullable(Type.String()),
  imageUrl: Nullable(Type.String()),
});
export type BotButton = Static<typeof BotButton>;

export const BotCard = Closed({
  title: Nullable(Type.String()),
  subtitle: Nullable(Type.String()),
  text: Type.Array(TextRun),
  imageUrl: Nullable(Type.String()),
  /** The image is small and stands beside the text. */
  thumbnail: Type.Boolean(),
  buttons: Type.Array(BotButton),
});
export type BotCard = Static<typeof BotCard>;

export const BotMedia = Closed({
  kind: OneOf(['image', 'video', 'audio', 'youtube', 'file']),
  url: Type.String(),
  name: Nullable(Type.String()),
});
export type BotMedia = Static<typeof BotMedia>;

export const BotMessage = Closed({
  text: Type.Array(TextRun),
  cards: Type.Array(BotCard),
  /** How several cards stand (CB-CD-3). */
  layout: OneOf(['list', 'carousel']),
  media: Type.Array(BotMedia),
  /** Choices that take the place of the text field until one is made (CB-CM-26). */
  suggested: Type.Array(BotButton),
  /** While this is the last thing said, the client types nothing (CB-CM-25). */
  ignoresInput: Type.Boolean(),
});
export type BotMessage = Static<typeof BotMessage>;

export const BotInSession = Closed({
  id: Id,
  name: Type.String(),
  /** The client's text field is on. */
  input: Type.Boolean(),
  /** The paper clip is on; null = as the package says. */
  upload: Nullable(Type.Boolean()),
  asks: Nullable(OneOf(['file', 'location'])),
});
export type BotInSession = Static<typeof BotInSession>;
