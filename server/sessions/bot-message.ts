import type { BotButton, BotCard, BotMedia, BotMessage, TextRun } from '@hovor/protocol/bot';
import { limits } from '@hovor/protocol/limits';
import { invalid } from '../foundation/errors.ts';
import { readAdaptiveCard } from './bot-adaptive.ts';
import { htmlOf, plainOf, runsOf, webUrl } from './bot-text.ts';

/**
 * A chatbot's message in the shape of the Bot Framework (CB-CM-1, CB-CD), cleaned: this is what the transcript keeps and
 * the Public API shows as `chatbotMessageContent`. Members nobody draws are gone, addresses are http(s) only.
 */
export interface BotContent {
  type: 'message';
  /** HTML of our own writing; null = none. */
  text: string | null;
  attachments: BotAttachment[];
  attachmentLayout: 'list' | 'carousel';
  suggestedActions: { actions: BotAction[] } | null;
  inputHint: string | null;
}

export interface BotAttachment {
  contentType: string;
  contentUrl?: string;
  name?: string;
  content?: {
    title: string | null;
    subtitle: string | null;
    text: string | null;
    images: { url: string }[];
    buttons: BotAction[];
  };
}

export interface BotAction {
  type: 'imBack' | 'openUrl';
  title: string;
  value: string;
  image?: string;
}

const hero = 'application/vnd.microsoft.card.hero';
const thumbnail = 'application/vnd.microsoft.card.thumbnail';
const adaptive = 'application/vnd.microsoft.card.adaptive';

/** Members of an object from outside, whatever the case of their names (CB-TR-11). */
export function membersOf(value: unknown): (name: string) => unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return () => undefined;
  const members = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
  return (name) => members.get(name.toLowerCase());
}

/**
 * Reads what a bot wants said. Cards nobody can draw are left out (CB-CD-4).
 * @throws invalid-input for a text that is too long, or when nothing is left to show
 */
export function readBotMessage(command: unknown): BotContent {
  const given = membersOf(command);
  const text = given('text');
  if (typeof text === 'string' && text.length > limits.messageLength) {
    throw invalid('text', `must have at most ${limits.messageLength} characters.`);
  }
  const runs = runsOf(typeof text === 'string' || typeof text === 'number' ? String(text) : '');
  const hint = given('inputHint');
  const content: BotContent = {
    type: 'message',
    text: runs.length > 0 ? htmlOf(runs) : null,
    attachments: listOf(given('attachments'), limits.botCards).flatMap(readAttachment),
    attachmentLayout: readLayout(given('attachmentLayout')),
    suggestedActions: readSuggested(given('suggestedActions')),
    inputHint: typeof hint === 'string' && /^[a-z]{1,30}$/i.test(hint) ? hint : null,
  };
  if (content.text === null && content.attachments.length === 0 && content.suggestedActions === null) {
    throw invalid('text', 'There is nothing to show: send a text, attachments or suggested actions.');
  }
  return content;
}

/** `RichCardList` (CB-CM-2): the same cards under other names. */
export function readCardList(command: unknown): BotContent {
  const given = membersOf(command);
  return readBotMessage({ attachments: given('items'), attachmentLayout: given('layout') });
}

const listOf = (value: unknown, most: number): unknown[] => (Array.isArray(value) ? value.slice(0, most) : []);

/** `Carousel` or 1; anything else is a list (CB-CD-3, CB-CM-2). */
const readLayout = (value: unknown) =>
  value === 1 || (typeof value === 'string' && /^(carousel|1)$/i.test(value.trim())) ? 'carousel' : 'list';

function readSuggested(value: unknown): BotContent['suggestedActions'] {
  // One that only opened a page would leave the client without a field and without an answer.
  const actions = listOf(membersOf(value)('actions'), limits.botButtons)
    .flatMap(readAction)
    .filter(({ type }) => type === 'imBack');
  return actions.length > 0 ? { actions } : null;
}

/** A line of text, also from a number; null when there is none. */
function line(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).replaceAll('\0', '').toWellFormed().trim().slice(0, limits.botTitleLength);
  return text === '' ? null : text;
}

function readAction(value: unknown): BotAction[] {
  const given = membersOf(value);
  const kind = String(given('type') ?? 'imBack').toLowerCase();
  const title = line(given('title')) ?? line(given('value'));
  const said = line(given('value')) ?? title;
  const image = webUrl(given('image'));
  if (title === null || said === null) return [];
  if (kind === 'openurl' || kind === 'action.openurl') {
    const url = webUrl(given('value')) ?? webUrl(given('url'));
    return url ? [{ type: 'openUrl', title, value: url }] : [];
  }
  if (kind !== 'imback' && kind !== 'postback' && kind !== 'messageback') return [];
  return [{ type: 'imBack', title, value: said, ...(image && { image }) }];
}

function readAttachment(value: unknown): BotAttachment[] {
  const given = membersOf(value);
  const contentType = (line(given('contentType')) ?? '').toLowerCase();
  if (contentType === adaptive) return readAdaptive(given('content'));
  if (contentType === hero || contentType === thumbnail) {
    const card = membersOf(given('content'));
    const text = card('text');
    const html = typeof text === 'string' ? htmlOf(runsOf(text.slice(0, limits.messageLength))) : '';
    const content = {
      title: line(card('title')),
      subtitle: line(card('subtitle')),
      text: html || null,
      images: listOf(card('images'), 1).flatMap((image) => {
        const url = webUrl(membersOf(image)('url')) ?? webUrl(image);
        return url ? [{ url }] : [];
      }),
      buttons: listOf(card('buttons'), limits.botButtons).flatMap(readAction),
    };
    return isEmpty(content) ? [] : [{ contentType, content }];
  }
  const contentUrl = webUrl(given('contentUrl'));
  if (!contentUrl || contentType === '') return [];
  const name = line(given('name'));
  return [{ contentType, contentUrl, ...(name && { name }) }];
}

const isEmpty = ({ title, subtitle, text, images, buttons }: NonNullable<BotAttachment['content']>) =>
  !title && !subtitle && !text && images.length === 0 && buttons.length === 0;

/** An adaptive card becomes a hero card with its texts, first picture and plain actions; more media follow it. */
function readAdaptive(value: unknown): BotAttachment[] {
  const { texts, images, media, actions, fallbackText } = readAdaptiveCard(value, membersOf);
  const [title, ...rest] = texts;
  const urls = images.flatMap((url) => webUrl(url) ?? []);
  const content = {
    title: title === undefined ? null : plainOf(runsOf(title)),
    text: rest.join('<br>'),
    images: urls.slice(0, 1).map((url) => ({ url })),
    buttons: actions.map(asButton),
  };
  const card = readAttachment({ contentType: hero, content });
  const more = [...urls.slice(1).map((url) => ({ url, contentType: 'image/*' })), ...media]
    .slice(0, limits.botCards)
    .flatMap(({ url, contentType }) => readAttachment({ contentType, contentUrl: url }));
  const shown = [...card, ...more];
  if (shown.length > 0 || typeof fallbackText !== 'string') return shown;
  return readAttachment({ contentType: hero, content: { text: fallbackText } });
}

/** An adaptive card's action as a button: a Submit says its data, objects as JSON. */
function asButton(action: unknown): unknown {
  const given = membersOf(action);
  if (!/^action\.(submit|execute)$/i.test(String(given('type')))) return action;
  const data = given('data');
  const said = typeof data === 'object' && data !== null ? JSON.stringify(data) : data;
  const fits = typeof said !== 'string' || said.length <= limits.botTitleLength;
  return { type: 'imBack', title: given('title'), value: fits ? said : null };
}

/** What the transcript's line says in words: lists, previews and searches read it. */
export function plainText(content: BotContent): string {
  const text = plainOf(runsOf(content.text ?? ''));
  if (text !== '') return text.slice(0, limits.messageLength);
  const titles = content.attachments.map((part) => part.content?.title ?? part.name ?? part.contentUrl ?? '');
  const choices = content.suggestedActions?.actions.map(({ title }) => title) ?? [];
  return [...titles, ...choices].filter(Boolean).join(' · ').slice(0, limits.messageLength);
}

/** A kept message as screens draw it; checked once more on the way (SEC-DP-4). */
export function presentBotMessage(stored: unknown): BotMessage {
  const { text, attachments, attachmentLayout, suggestedActions, inputHint } = stored as BotContent;
  const runs = runsOf(text ?? '');
  const lonely = lonelyMedia(runs);
  return {
    text: lonely ? [] : runs,
    cards: (attachments ?? []).flatMap(presentCard),
    layout: attachmentLayout === 'carousel' ? 'carousel' : 'list',
    media: [...(lonely ? [lonely] : []), ...(attachments ?? []).flatMap(presentMedia)],
    suggested: (suggestedActions?.actions ?? []).map(presentAction),
    ignoresInput: inputHint?.toLowerCase() === 'ignoringinput',
  };
}

function presentCard({ contentType, content }: BotAttachment): BotCard[] {
  if (!content) return [];
  return [
    {
      title: content.title,
      subtitle: content.subtitle,
      text: runsOf(content.text ?? ''),
      imageUrl: webUrl(content.images[0]?.url),
      thumbnail: contentType === thumbnail,
      buttons: content.buttons.map(presentAction),
    },
  ];
}

function presentMedia({ contentType, contentUrl, name }: BotAttachment): BotMedia[] {
  const url = webUrl(contentUrl);
  if (!url) return [];
  const kind = /^(image|video|audio)\//.exec(contentType)?.[1] as 'image' | 'video' | 'audio' | undefined;
  return [{ kind: kind ?? 'file', url, name: name ?? null }];
}

const presentAction = ({ type, title, value, image }: BotAction): BotButton => ({
  title,
  value,
  href: type === 'openUrl' ? webUrl(value) : null,
  imageUrl: webUrl(image),
});

const youtube = /^https:\/\/(?:www\.|m\.)?(?:youtube\.com\/watch\?(?:.*&)?v=|youtu\.be\/)[\w-]{6,20}/i;

/** A text that is nothing but the address of a picture or film is shown as one (CB-CM-27). */
function lonelyMedia(runs: readonly TextRun[]): BotMedia | null {
  const url = runs.length === 1 ? webUrl(runs[0]?.text) : null;
  if (!url || /\s/.test(runs[0]?.text ?? '')) return null;
  const { pathname } = new URL(url);
  if (/\.(png|jpe?g|gif|webp)$/i.test(pathname)) return { kind: 'image', url, name: null };
  if (/\.mp4$/i.test(pathname)) return { kind: 'video', url, name: null };
  return youtube.test(url) ? { kind: 'youtube', url, name: null } : null;
}
