/** Why a client goes where it goes: steps of a search in words, and the try-out. */

export const trial = {
  client: 'A made-up client',
  clientHelp: 'The rules are those you see here, saved or not. Nothing is written and nobody is asked.',
  notGiven: 'not given',
  addValue: 'Another value',
  when: 'When',
  now: 'Now',
  at: 'At another time',
  moment: 'Day and time',
  nowHelp: 'With operators and queues as they are.',
  atHelp: 'Who will be there then nobody knows: all operators count as online and free, all queues as empty.',
  run: 'Try',
  result: 'What would happen',
  assumed: 'Operators and queues are assumed.',
  wrongRules: 'A rule is not finished. Look at the rules first.',
};

export const trialOutcome = {
  accepted: 'The client is with an operator at once.',
  chatbot: 'A chatbot takes the client.',
  failed: 'The search ends without an operator.',
  waits: 'Operators are asked in this order; the client waits until one accepts.',
};

export const because = {
  'client entered the queue': 'the client entered the queue',
  forwarded: 'the conversation was forwarded',
  'taken over': 'a supervisor took over',
  'the client came by an invitation': 'the client came by an invitation',
  'first rule that holds': 'the first rule that holds and whose group takes clients',
  'first rule that holds, nobody is here': 'the first rule that holds; no group of the rules has anybody here or room',
  'first rule that holds, waits until it opens': 'the first rule that holds; it waits until the group opens',
  'time in queue over': 'the longest time in the queue was over and nobody could be asked; the next rule that holds',
  'opening hours are over': 'the opening hours ended while the client waited',
  'fallback to the first group': 'no further group took the client; the rules then say: back to the first group',
  'the rules changed': 'somebody changed the rules meanwhile',
  'forwarded by a user': 'somebody forwarded it',
  'forwarded by an integration': 'an integration forwarded it',
  'forwarded to a chatbot': 'it was forwarded to a chatbot',
  'taken over by a supervisor': 'a supervisor took it over',
  'invited as a collaborator': 'a colleague was invited to join',
  'next in turn': 'the next in turn',
  'time to accept over, one more is asked':
    'the time to accept was over, so one more is asked; whoever is first gets it',
  'nobody else, asked again': 'there was nobody else, so the same person is asked again',
  'offered to the whole group': 'the group asks everybody at once',
  'time to accept is over': 'the time to accept was over',
  'declined by the operator': 'the operator declined',
  'rejected by the operator': 'the operator did not want to join',
  'the invitation was canceled': 'the invitation was taken back',
  'not an operator': 'no operator here any more',
  'not here': 'no longer connected',
  away: 'no longer Online',
  'channel off': 'switched this channel off',
  'not in the group': 'not in the group any more',
  'moved to another group': 'the client was moved to another group',
  'no group': 'no group took the client any more',
  'the forward comes back': 'the forward came back',
  'session is over': 'the session ended',
  'taken by somebody else': 'somebody else accepted',
  'the group is gone': 'the group is gone',
  'the operator did not accept': 'the operator it was forwarded to did not accept',
  'nobody accepted in time': 'nobody accepted in time',
  'accepted by the operator': 'an operator accepted',
  'accepted by auto pick-up': 'the group accepts by itself (auto pick-up)',
  'a chatbot took it': 'a chatbot took it',
  'no routing': 'the package has no rules',
  'no rule holds': 'no rule holds',
  'outside opening hours': 'all groups whose rules hold are outside their opening hours',
  'time in queue over, no further group': 'the longest time in the queue was over and no further group took the client',
  'opening hours are over, no further group': 'the opening hours ended and no further group took the client',
  'session no longer waits': 'the session waits no longer',
};

/** Follows “holds, but …”. */
export const closedBecause = {
  'group is gone': 'the group is gone',
  'outside opening hours': 'it was outside the opening hours of the group',
  'nobody is here': 'nobody of the group was here',
  'queue is full': 'the queue of the group was full',
  'chatbot is off': 'the chatbot was switched off',
  'chatbot handed it on': 'the chatbot had handed it on before',
};

export const leftOutBecause = {
  'not an operator': 'no operator',
  'not here': 'not here',
  away: 'not Online',
  'channel off': 'channel switched off',
  'no free slot': 'no free slot',
  'asked already': 'asked already',
};
