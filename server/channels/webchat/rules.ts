import type { ActivityType } from '@hovor/protocol/enums';
import type { Activity } from '@hovor/protocol/session';
import { invalid } from '../../foundation/errors.ts';

/** Decisions of the guests' door; pure. */

/** A GUID with or without hyphens, in any case, as the database writes it (WG-JS-2). */
export function normalGuid(guid: string): string {
  const digits = guid.replaceAll('-', '').toLowerCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * May a page of this origin show the package (WG-SN-8)? An empty list allows every page. `example.com` means that
 * host alone, `*.example.com` also every host below it. Without an origin the caller is no foreign page.
 */
export function originAllowed(domains: readonly string[], origin: string | undefined): boolean {
  if (domains.length === 0 || origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { hostname, host } = new URL(origin);
  return domains.some((domain) => {
    const wanted = domain.trim().toLowerCase();
    if (!wanted.startsWith('*.')) return wanted === hostname || wanted === host;
    return hostname === wanted.slice(2) || hostname.endsWith(wanted.slice(1));
  });
}

/** A scope as it is stored, so that equal ones are found again. @throws invalid-input for what cannot be stored */
export function checkedScope(scope: string): string {
  if (scope.includes('\0')) throw invalid('scope', 'must not contain the character NUL');
  return scope.toWellFormed();
}

/** Languages the panel speaks by itself. */
export const panelLanguages = ['en', 'cs'] as const;

/**
 * The language to show: the first wanted one (by `init`, then page, then browser, WG-JS-3) that is offered, by its
 * whole name or by its first part (`cs` for `cs-CZ`); else the fallback.
 */
export function chooseLanguage(wanted: readonly string[], offered: readonly string[], fallback: string): string {
  const byName = new Map(offered.map((language) => [language.toLowerCase(), language]));
  for (const language of wanted) {
    const name = language.toLowerCase().replaceAll('_', '-');
    const found = byName.get(name) ?? byName.get(name.split('-')[0] ?? '');
    if (found) return found;
  }
  return byName.get(fallback.toLowerCase()) ?? 'en';
}

/** The languages of an Accept-Language header, best first; nonsense is left out. */
export function acceptedLanguages(header: string | undefined): string[] {
  if (!header) return [];
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [name = '', ...options] = part.trim().split(';');
      const weight = options.map((option) => /^\s*q=(\d(?:\.\d+)?)\s*$/.exec(option)?.[1]).find(Boolean);
      return { name: name.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ name, weight }) => /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/.test(name) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ name }) => name);
}

/** Lines between operators; a guest gets their place in the order, not what they say. */
const internal: ReadonlySet<ActivityType> = new Set([
  'CallScript',
  'CallScriptSubmission',
  'NotifyOperator',
  'OperatorInvited',
  'OperatorInviteCanceled',
  'OperatorInviteRejected',
  'OperatorKicked',
]);

/** A line as its guest may see it: files under the guests' address, internal lines without their content. */
export function asGuestSees(activity: Activity): Activity {
  if (internal.has(activity.type)) {
    const { colleague: _, ...line } = activity;
    return { ...line, text: null, file: null, userId: null, userName: null };
  }
  const { file } = activity;
  if (!file) return activity;
  return { ...activity, file: { ...file, url: `/widget/sessions/${activity.sessionId}/files/${file.id}` } };
}

/**
 * The lines a reader who has everything up to `seq` lacks, or null when lines in between are missing here and must be
 * read. `activities` is ascending and gapless in itself.
 */
export function following(activities: readonly Activity[], seq: number): readonly Activity[] | null {
  const first = activities[0];
  if (!first) return [];
  if (first.seq > seq + 1) return null;
  return first.seq === seq + 1 ? activities : activities.filter((activity) => activity.seq > seq);
}
