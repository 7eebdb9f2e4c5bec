import type { NewNotice } from '../directory/service.ts';

const kind = 'webhook.disabled';
const subjectOf = (id: number) => `webhook:${id}`;

/** The address as people may see it in passing: no password, and no query, which often holds one. */
export function shownAddress(callbackUrl: string): string {
  if (!URL.canParse(callbackUrl)) return callbackUrl;
  const { host, pathname } = new URL(callbackUrl);
  return `${host}${pathname === '/' ? '' : pathname}`;
}

/** What administrators are told when a webhook was disabled (API-WHD-4). */
export const disabledNotice = ({
  companyId,
  id,
  callbackUrl,
  reason,
}: {
  companyId: number;
  id: number;
  callbackUrl: string;
  reason: string;
}): NewNotice => ({
  companyId,
  tenantId: null,
  kind,
  subject: subjectOf(id),
  name: shownAddress(callbackUrl),
  reason,
});

/** What is over once it is enabled again or gone. */
export const settled = (companyId: number, id: number) => ({ companyId, kind, subject: subjectOf(id) }) as const;
