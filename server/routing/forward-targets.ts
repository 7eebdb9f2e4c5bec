import type { ForwardTargets } from '@hovor/protocol/desk';
import { fullName } from '../directory/service.ts';
import type { Store } from '../foundation/transact.ts';
import { openDesk } from './candidates.ts';
import { operatorNames, takingChatbots } from './forward-queries.ts';
import { countWaiting } from './rules.ts';
import type { OperatorFacts, RequestFacts } from './schema.ts';
import { loadSnapshot } from './snapshot.ts';

type Condition = ForwardTargets['groups'][number]['operators'][number]['state'];

/** As the table of OP-ES-3 counts them; null = not logged in, or without the right to web chats. */
function conditionOf(operator: OperatorFacts): Condition | null {
  const { state, present, channels } = operator;
  if (!present || !channels.has('Mluvii')) return null;
  switch (state) {
    case 'OFFLINE':
    case 'DISCONNECTED':
      return null;
    case 'AWAY':
    case 'BREAK':
      return 'away';
    case 'ONLINE':
      return openDesk(operator).free.live > 0 ? 'online' : 'busy';
    default:
      return 'busy';
  }
}

/** Clients forwarded to one operator, and not accepted yet. */
function countWaitingFor(requests: readonly RequestFacts[]): Map<number, number> {
  const waiting = new Map<number, number>();
  for (const { forward } of requests) {
    if (forward?.userId) waiting.set(forward.userId, (waiting.get(forward.userId) ?? 0) + 1);
  }
  return waiting;
}

/** Groups with at least one operator logged in, by name, and the operators who are (OP-ES-3, OP-ES-4). */
export async function forwardTargets(
  { db, clock }: Pick<Store, 'db' | 'clock'>,
  companyId: number,
  tenantId: number,
): Promise<ForwardTargets> {
  const [{ snapshot }, names, chatbots] = await Promise.all([
    loadSnapshot(db, companyId, tenantId, clock.now()),
    operatorNames(db, companyId, tenantId),
    takingChatbots(db, companyId, tenantId),
  ]);
  const nameOf = new Map(names.map((row) => [row.userId, fullName(row)]));
  const inGroup = countWaiting(snapshot.requests);
  const forOperator = countWaitingFor(snapshot.requests);
  const order = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
  const byName = (a: { name: string }, b: { name: string }) => order.compare(a.name, b.name);

  const groups = [...snapshot.groups.values()]
    .filter((group) => !group.chatbot)
    .map((group) => {
      const operators = group.members
        .flatMap((userId) => {
          const facts = snapshot.operators.get(userId);
          const state = facts ? conditionOf(facts) : null;
          const name = nameOf.get(userId);
          return state && name ? [{ userId, name, state, waiting: forOperator.get(userId) ?? 0 }] : [];
        })
        .sort(byName);
      const count = (wanted: Condition) => operators.filter(({ state }) => state === wanted).length;
      return {
        id: group.id,
        name: group.name,
        online: count('online'),
        busy: count('busy'),
        away: count('away'),
        waiting: inGroup.get(group.id) ?? 0,
        operators,
      };
    })
    .filter(({ operators }) => operators.length > 0)
    .sort(byName);
  return { groups, chatbots: chatbots.sort(byName) };
}
