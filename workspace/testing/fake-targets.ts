import type { ForwardTargets } from '@hovor/protocol/desk';

/** Colleagues of the fake desk: who of them is free, and a bot. */
const operator = (userId: number, name: string, state: 'online' | 'busy' | 'away', waiting = 0) => ({
  ...{ userId, name, state, waiting },
});

export const forwardTargets: ForwardTargets = {
  groups: [
    {
      ...{ id: 5, name: 'First line', online: 2, busy: 1, away: 0, waiting: 3 },
      operators: [
        operator(7, 'Anna Nováková', 'busy'),
        operator(8, 'Boris Malý', 'online'),
        operator(9, 'Klára Dlouhá', 'online', 1),
      ],
    },
    {
      ...{ id: 6, name: 'Complaints and returns of goods bought abroad', online: 1, busy: 0, away: 1, waiting: 0 },
      operators: [operator(10, 'Tomáš Veselý', 'away'), operator(11, 'Zuzana Bílá', 'online')],
    },
  ],
  chatbots: [{ id: 2, name: 'Orders bot' }],
};
