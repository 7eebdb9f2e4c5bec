/** The supervisors' live boards. */
export const live = {
  operators: 'Operators',
  operatorsHelp: 'Who is here now. Everything changes by itself.',
  queues: 'Queues',
  queuesHelp: 'What waits in each group now, and how today went. Most urgent first.',
  openWallboard: 'Open the wallboard',
  fullScreen: 'Full screen',
  lost: 'No connection for {{time}}. These figures are old. Trying again by itself.',
  noQueues: 'No queues to show',
  noQueuesHelp: 'An administrator makes groups under Settings, Groups.',
  noChosen: 'None of the groups in the address is a group of this tenant.',
  noOperators: 'Nobody serves clients here',
  noOperatorsHelp: 'An administrator gives users the right Operator under Settings, Users.',
  noneFound: 'Nobody like that',
  noneFoundHelp: 'Take away a filter to see more operators.',
  findName: 'Name',
  groups: 'Groups',
  allGroups: 'All groups',
  state: 'State',
  allStates: 'All states',
  sortBy: 'Sort by',
  forced: '(set by a supervisor)',
  channelOn: '{{channel}}: on',
  channelOff: '{{channel}}: off',
  slotsFree: '{{used}} of {{total}}, {{free}} free',
  plusAcw: '+ {{count}} in after-call work',
  actionsFor: 'Actions for {{name}}',
  setState: 'Set state',
  setStateAbsent: 'Set state: not connected now',
  setStateAsk: '{{name}}: set to {{state}}?',
  setOnlineHelp: 'New clients are offered from now on. The operator sees that somebody else set the state.',
  setAwayHelp:
    'Offers that are open go to others; running conversations go on. The operator sees that somebody else set the state.',
  openSessions: 'Open sessions',
  logOut: 'Log out',
  logOutAsk: 'Log out {{name}}?',
  logOutHelp: 'All logins of this person end at once, on every device and in every tenant.',
  logOutRunning_one: '{{count}} conversation loses its operator.',
  logOutRunning_other: '{{count}} conversations lose their operator.',
  waiting: 'Waiting',
  longest: 'Longest wait',
  offered: 'Offered',
  active: 'Active',
  acw: 'After-call',
  online: 'Online',
  busy: 'Busy',
  away: 'Away',
  closes: 'Closes {{time}}',
  opens: 'Opens {{time}}',
  inTime: 'Within {{seconds}} s today',
  noneYet: 'Nobody yet',
  abandoned: 'Left today',
  averageWait: 'Average wait',
  course: 'Last 12 hours',
  lastHours: 'Clients in the last 12 hours, hour by hour: {{counts}}',
};

export const boardColumn = {
  operator: 'Operator',
  state: 'State',
  groups: 'Groups',
  channels: 'Channels',
  slots: 'Slots',
  sessions: 'Sessions',
  actions: 'Actions',
};

export const boardSort = {
  trouble: 'Trouble first',
  name: 'Name',
  state: 'State',
  since: 'Longest in the state',
  sessions: 'Most sessions',
};

export const stateFilter = {
  here: 'Logged in',
  online: 'Online',
  away: 'Away',
  disconnected: 'Disconnected',
  offline: 'Offline',
};

export const slotFamily = { live: 'live', asynchronous: 'messages', email: 'e-mail' };

/** Why an operator is offered nothing, as supervisors read it. */
export const noRequests = {
  'channel-off': 'All channels off.',
  'no-slot': 'No free slot.',
  'no-group': 'In no group.',
  'not-targeted': 'No routing leads to the groups.',
  'group-closed': 'The groups are closed.',
};

export const queueState = {
  ready: 'Ready',
  full: 'All busy',
  away: 'All away',
  nobody: 'Nobody here',
  closed: 'Closed',
};

export const waitMark = { good: 'in time', warn: 'late', bad: 'too long' };
export const shareMark = { good: 'good', warn: 'fair', bad: 'low' };
