/** Where the present comes from, so that rules and tests can be handed any time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
