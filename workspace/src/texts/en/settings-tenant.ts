export const application = {
  title: 'Application',
  queue: 'Waiting clients',
  conversation: 'Conversations',
  button: 'Button on the page',
  clientPreview: 'Client preview',
  clientPreviewHelp: 'Operators see what is known of a waiting client before they accept.',
  showRoutedOperators: 'Show routed operators',
  showRoutedOperatorsHelp: 'Operators see to whom else a waiting client is offered.',
  operatorsMayCreateTags: 'Operators may create tags',
  operatorsMayCreateTagsHelp: 'Otherwise they choose from the tags you have made.',
  resultRequired: 'A session result is required',
  resultRequiredHelp:
    'Operators finish the after-call work with a result only. When its time runs out it ends without.',
  clientDisconnectedSeconds: 'A client who dropped out may return for (seconds)',
  clientDisconnectedSecondsHelp: 'Until then the conversation goes on where it was; after it, it ends.',
  boards: 'Live boards',
  serviceLevelSeconds: 'Service level: accepted within (seconds)',
  serviceLevelSecondsHelp: 'Live boards and the wallboard show the share of clients accepted within this time.',
  stateWhenAllAway: 'When all operators are away',
  stateWhenAllAwayHelp: 'Busy: clients can wait. Offline: they can leave a message.',
  busy: 'Busy',
  offline: 'Offline',
};

export const results = {
  title: 'Session results',
  subtitle: 'What conversations lead to. Operators choose one at the end, in this order.',
  add: 'Add result',
  newTitle: 'New session result',
  empty: 'There are no session results yet.',
  emptyHelp: 'Add what conversations lead to, such as Solved, Call back or Complaint.',
  renameHelp: 'Conversations closed already keep the former name.',
  active: 'Operators can choose it',
  activeHelp: 'Switched off it stays at the conversations that have it.',
};

export const parameters = {
  title: 'Parameters',
  subtitle: 'Values about a conversation that pages, forms and integrations send.',
  add: 'Add parameter',
  newTitle: 'New parameter',
  empty: 'No parameters are defined yet.',
  emptyHelp: 'Define those your pages send, such as an order number, to see them in the queue and use them in routing.',
  nameHelp: 'The name it is sent under, exactly so. It stays as it is.',
  label: 'Label',
  labelHelp: 'What operators see.',
  inQueue: 'Show it in the queue',
  inQueueHelp: 'Operators see the value before they accept.',
  deleteTitle: 'Delete the parameter “{{name}}”?',
  deleteText:
    'Values that conversations have stay there under the bare name. It is no longer shown in the queue nor offered in conditions.',
};
