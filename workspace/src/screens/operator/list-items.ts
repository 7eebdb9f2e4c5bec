import type { MySession, Offer } from '@hovor/protocol/desk';

export type Section = 'waiting' | 'active' | 'acw';

export type ListItem =
  | { kind: 'heading'; key: string; section: Section; count: number }
  | { kind: 'empty'; key: string; section: Section }
  | { kind: 'offer'; key: string; offer: Offer }
  | { kind: 'active' | 'acw'; key: string; session: MySession };

/** The left column from top to bottom (OP-WS-21). ACW shows only while there is any; the others say why they are empty. */
export function listItems(
  offers: readonly Offer[],
  active: readonly MySession[],
  acw: readonly MySession[],
): ListItem[] {
  const heading = (section: Section, count: number): ListItem => ({
    kind: 'heading',
    key: `heading-${section}`,
    section,
    count,
  });
  const rows = (kind: 'active' | 'acw', sessions: readonly MySession[]): ListItem[] =>
    sessions.map((session) => ({ kind, key: `${kind}-${session.id}`, session }));
  return [
    heading('waiting', offers.length),
    ...offers.map((offer): ListItem => ({ kind: 'offer', key: `offer-${offer.session.id}`, offer })),
    ...(offers.length === 0 ? [{ kind: 'empty', key: 'empty-waiting', section: 'waiting' } as const] : []),
    heading('active', active.length),
    ...rows('active', active),
    ...(active.length === 0 ? [{ kind: 'empty', key: 'empty-active', section: 'active' } as const] : []),
    ...(acw.length > 0 ? [heading('acw', acw.length), ...rows('acw', acw)] : []),
  ];
}
