import type { Because, RoutingSearch, RoutingStep, RuleSeen } from '@hovor/protocol/routing-explained';

/** A step as it is told: what it is called, and the group it came from when it moved from one to another. */
export interface ToldStep {
  step: RoutingStep;
  headline: Headline;
  from: RoutingStep['group'];
  /** The reason, where it says more than the headline does. */
  because: Because | null;
}

interface Told {
  steps: readonly RoutingStep[];
  outcome?: RoutingSearch['outcome'] | undefined;
}

export type Headline =
  | RoutingStep['type']
  | 'Moved'
  | 'CameBackToGroup'
  | 'CameBackToUser'
  | 'GivenToChatbot'
  | 'Declined'
  | 'TakenBack'
  | 'TakenOver'
  | 'Joined';

const comesBack: readonly (Because | null)[] = [
  'the group is gone',
  'the operator did not accept',
  'nobody accepted in time',
];
/** What came of an offer stands with the offer. */
const saidByOffer: readonly (Because | null)[] = ['moved to another group', 'the forward comes back'];
const saidByHeadline: readonly (Because | null)[] = [
  'forwarded',
  'forwarded by a user',
  'invited as a collaborator',
  'time to accept is over',
  'declined by the operator',
  'rejected by the operator',
  'accepted by the operator',
  'taken over by a supervisor',
];

/** A search as people read it: the lines of one and the same event become one line, named after what happened. */
export function told({ steps, outcome }: Told): ToldStep[] {
  return steps.flatMap((step, index) => {
    const next = steps[index + 1];
    const before = steps[index - 1];
    if (isSaidElsewhere(step, before, next)) return [];
    const from =
      step.type === 'EnteredGroupQueue' && before && leaves(before) && before.at === step.at ? before.group : null;
    const headline = from ? 'Moved' : headlineOf(step, outcome);
    return [{ step, headline, from, because: saidByHeadline.includes(step.because) ? null : step.because }];
  });
}

/** The rules of a step; one that was looked at a second time with the same result is told once. */
export const lookedAt = (rules: readonly RuleSeen[]): RuleSeen[] =>
  rules.filter(
    ({ position, holds, closed, taken }, index) =>
      !rules
        .slice(index + 1)
        .some(
          (later) =>
            later.position === position && later.holds === holds && later.closed === closed && later.taken === taken,
        ),
  );

const isAccepted = (because: Because | null) =>
  because === 'accepted by the operator' ||
  because === 'accepted by auto pick-up' ||
  because === 'taken over by a supervisor';

const leaves = ({ type }: RoutingStep) => type === 'LeftGroupQueue' || type === 'GroupQueueTimeoutExpired';

function isSaidElsewhere(step: RoutingStep, before: RoutingStep | undefined, next: RoutingStep | undefined): boolean {
  const withNext = next?.at === step.at;
  switch (step.type) {
    // The title of the search says it.
    case 'RoutingRequestCreated':
      return true;
    case 'LeftGroupQueue':
      return true;
    case 'GroupQueueTimeoutExpired':
      return withNext;
    case 'OperatorTimeoutExpired':
      return saidByOffer.includes(step.because) || (withNext && comesBack.includes(step.because));
    case 'EnteredGroupQueue':
      return before?.type === 'ForwardedToGroup' && before.at === step.at;
    case 'ForwardedToUser':
      return step.because === 'taken over by a supervisor';
    case 'RoutingEnded':
      return step.because === 'a chatbot took it' || isAccepted(step.because);
    default:
      return false;
  }
}

function headlineOf({ type, because, chatbot }: RoutingStep, outcome: Told['outcome']): Headline {
  switch (type) {
    case 'ForwardedToGroup':
      if (chatbot) return 'GivenToChatbot';
      return comesBack.includes(because) ? 'CameBackToGroup' : type;
    case 'ForwardedToUser':
      return comesBack.includes(because) ? 'CameBackToUser' : type;
    case 'OperatorTimeoutExpired':
      if (because === 'declined by the operator' || because === 'rejected by the operator') return 'Declined';
      return because === 'time to accept is over' || because === null ? type : 'TakenBack';
    case 'AcceptedByOperator':
      if (because === 'taken over by a supervisor') return 'TakenOver';
      return outcome === 'invited' ? 'Joined' : type;
    default:
      return type;
  }
}
