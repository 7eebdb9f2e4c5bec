import type { ForwardTargets } from '@hovor/protocol/desk';

type TargetGroup = ForwardTargets['groups'][number];

/** Who was chosen: one of a group, an operator and a chatbot. */
export type Target =
  | { kind: 'group'; id: number; name: string }
  | { kind: 'operator'; id: number; name: string }
  | { kind: 'chatbot'; id: number; name: string };

export const keyOf = ({ kind, id }: Pick<Target, 'kind' | 'id'>): string => `${kind}-${id}`;

/** The member of the request's body that names the target. */
export const asMember = ({ kind, id }: Target) =>
  kind === 'group' ? { groupId: id } : kind === 'operator' ? { userId: id } : { chatbotId: id };

/** Clients who wait for single operators of a group (OP-ES-3). */
export const waitingForOperators = ({ operators }: TargetGroup): number =>
  operators.reduce((sum, { waiting }) => sum + waiting, 0);

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The table without operators who cannot be chosen, narrowed to what was typed: names of groups or of their operators. */
export function narrow(
  targets: ForwardTargets,
  { text, without }: { text: string; without: ReadonlySet<number> },
): ForwardTargets {
  const wanted = plain(text.trim());
  const found = (name: string) => plain(name).includes(wanted);
  const groups = targets.groups.flatMap((group) => {
    const operators = group.operators.filter(({ userId }) => !without.has(userId));
    if (found(group.name)) return [{ ...group, operators }];
    const named = operators.filter(({ name }) => found(name));
    return named.length > 0 ? [{ ...group, operators: named }] : [];
  });
  return { groups, chatbots: targets.chatbots.filter(({ name }) => found(name)) };
}
