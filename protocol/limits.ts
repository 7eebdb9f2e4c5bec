/**
 * Every limit of the product with its reason (design invariant 8). Sizes are bytes, times milliseconds, unless the
 * name says otherwise. Server, workspace and widget read the same numbers, so a client can tell before it asks.
 */
export const limits = {
  /** Characters of one chat message; longer text is refused, not cut (OP-WC-11). */
  messageLength: 4_000,
  /** From here on the field shows how many characters are left (OP-WC-11). */
  messageCountdownFrom: 3_800,
  /** One file in a conversation. Fits a phone's photo or a scanned contract; larger ones belong on a file service. */
  fileSize: 25 * 1024 * 1024,
  /** One photo of an operator; clients load it with the panel. */
  photoSize: 2 * 1024 * 1024,
  /** Characters of a file name kept for display. */
  fileNameLength: 200,
  /** One socket frame. A message of 4,000 four-byte characters, JSON-escaped, fits several times. */
  frameSize: 64 * 1024,
  /** One JSON body of an HTTP request. */
  bodySize: 1024 * 1024,
  /** Unsent bytes a slow socket may hold before it is closed and has to catch up; protects everybody else. */
  socketBacklog: 4 * 1024 * 1024,
  /** A socket must speak (pong or frame) at least this often, or it counts as gone. */
  socketSilence: 60_000,
  /** The server pings each socket this often. */
  socketPing: 25_000,
  /** Frames one connection may send in a burst, and how many it regains per second. A fast typist sends under 10. */
  framesBurst: 60,
  framesPerSecond: 20,
  /** New sockets one source address may open in a burst and per second; an office behind one address still fits. */
  connectsBurst: 200,
  connectsPerSecond: 50,
  /** Sessions one source address may start in a burst and per second. */
  sessionStartsBurst: 30,
  sessionStartsPerSecond: 1,
  /** Offline messages one source address may leave in a burst and per second. */
  offlineMessagesBurst: 10,
  offlineMessagesPerSecond: 0.1,
  /** Numbers of invitations one source may try in a burst and per second: people mistype, six digits must not be walked. */
  invitationTriesBurst: 20,
  invitationTriesPerSecond: 0.2,
  /** Valid invitations of one operator in one tenant; more are a list nobody reads. */
  invitationsPerUser: 100,
  /** Life of an invitation an operator makes, in seconds: of a one-off one, and the bounds of a reusable one. */
  invitationOnceLife: 30 * 24 * 3600,
  invitationShortest: 5 * 60,
  invitationLongest: 365 * 24 * 3600,
  /** Characters read of a number somebody typed in. */
  invitationNumberLength: 20,
  /** New guests one source address may become in a burst and per second; each is a row, so a flood must stay small. */
  guestsBurst: 100,
  guestsPerSecond: 5,
  /** Requests of guests one source address may make in a burst and per second; a busy office still fits. */
  guestRequestsBurst: 600,
  guestRequestsPerSecond: 100,
  /** Messages one guest may send in a burst and per second, over all tabs. */
  guestMessagesBurst: 120,
  guestMessagesPerSecond: 40,
  /** A guest's socket must say hello within this time. */
  guestHello: 10_000,
  /** How long a guest may be without a socket before the client counts as lost: a page change takes less. */
  guestLostGrace: 5_000,
  /** Life of a node's note of who is connected to it; a dead node's guests count as lost after it. */
  guestPresenceLease: 45_000,
  /** How long after its end a conversation is still shown for a rating (OP-ES-12). */
  feedbackOpen: 30 * 60_000,
  /** Earlier conversations a guest may list. */
  guestSessionsPage: 20,
  /** Uploads one source address may start in a burst and per second. */
  uploadsBurst: 30,
  uploadsPerSecond: 2,
  /** Wrong passwords before an account is locked, and for how long (SEC-LOG-8). */
  loginFailuresPerAccount: 10,
  loginFailuresPerSource: 50,
  loginLock: 15 * 60_000,
  /** Wrong set-up codes per source before it has to wait as long as after wrong passwords. */
  setupFailuresPerSource: 10,
  /** How long a printed set-up code stays good; a restart prints a new one. */
  setupCodeLife: 7 * 24 * 3600_000,
  /** Running logins of one user; the oldest ends when one more begins. */
  loginsPerUser: 50,
  /** A login's and a key's last use is written at most this often; a write per request would be waste. */
  lastUseStep: 60_000,
  /** Life of a login without use, and at the most. */
  loginIdle: 12 * 3600_000,
  loginLife: 30 * 24 * 3600_000,
  /** Shortest and longest password (AD-SET-4); the upper bound keeps hashing cheap. */
  passwordMin: 12,
  passwordMax: 200,
  /** Life of a link that sets a password (SEC-LOG-2). */
  passwordLinkLife: 7 * 24 * 3600_000,
  /** Presence lease of a workspace connection; a dead browser is noticed within this time. */
  presenceLease: 45_000,
  presenceRenew: 15_000,
  /** After a workspace closed its connection: time in which a reload of the page brings it back unnoticed. */
  presenceReload: 8_000,
  /** Messages stored by one statement; more only lengthen the wait of the first. */
  messageBatch: 500,
  /** Messages one process holds while the database is busy; beyond it senders are told to wait, so memory stays flat. */
  messagesWaiting: 5_000,
  /** How long a message waits for a database that went away before its sender is told to try again. */
  messagePatience: 10_000,
  /** Sessions one pass of the timers takes at once. */
  sweepBatch: 100,
  /** The timers of sessions (ACW, lost clients) look this often. */
  sweepEvery: 1_000,
  /** Conversations one connection of a workspace follows at once; more do not fit a screen. */
  conversationsPerConnection: 100,
  /** Activities per page of a transcript. */
  activitiesPage: 200,
  /** Parameters of one session; a page that adds more has a mistake. */
  paramsPerSession: 200,
  paramNameLength: 100,
  paramValueLength: 8_000,
  tagNameLength: 100,
  /** Client lines shown in the preview of the queue. */
  previewLines: 10,
  noteLength: 10_000,
  nameLength: 200,
  /** Each metric becomes points written every few seconds; each grouping field multiplies their series (ST-MD-1). */
  metricsPerCompany: 500,
  groupingFieldsPerMetric: 20,
  /** Settings in one open map (AD-CO-5), and how long their names and texts may be. */
  settingsPerScope: 500,
  /** Things of one kind an administrator puts in order, and file types a company accepts. */
  settingsListLength: 200,
  settingNameLength: 200,
  settingValueLength: 10_000,
  /** API keys of one company that are not revoked. */
  apiKeysPerCompany: 200,
  emailLength: 254,
  phoneLength: 40,
  urlLength: 2_000,
  scopeLength: 100,
  feedbackLength: 2_000,
  offlineMessageLength: 4_000,
  /** Rows of one list page in the workspace. */
  listPage: 100,
  /** Files one request may remove from a session; each is a write to the disk. */
  filesPerRemoval: 1_000,
  /** Rows the Public API returns when limit is missing, and at the most (API-CONV-20, API-CONV-21). */
  apiDefaultRows: 1_000,
  apiMaxRows: 1_000_000,
  /** Fields of one contact, values of one field, and characters of one value: a contact is a card, not an archive. */
  contactFields: 100,
  contactValues: 100,
  contactValueLength: 2_000,
  /** Characters of all values of one contact; keeps the largest contact within one request. */
  contactSize: 64 * 1024,
  /** Contacts one request may add; they become one statement and as many events. */
  contactsPerRequest: 5_000,
  /** Contacts one merge may unite. */
  contactsPerMerge: 100,
  /** Saved filters of one tenant and conditions of one filter. */
  contactFilters: 200,
  contactConditions: 20,
  /** Packages of one tenant (pages of a tenant show them all), sites one may be limited to, pixels its button is moved by. */
  /** Sites a package may be limited to, and pixels its button is moved by. */
  packageDomains: 200,
  buttonOffset: 2_000,
  /** Characters of one text of a package; the longest of the panel's own has about 150. */
  packageTextLength: 1_000,
  /** Languages a package has texts of its own in. */
  packageLanguages: 50,
  /** Routings of one tenant, rules of one routing, conditions of one rule: the engine looks at all of them in each round. */
  routingsPerTenant: 200,
  rulesPerRouting: 100,
  conditionsPerRule: 20,
  /** Characters of the value of a routing condition; a list of postcodes fits. */
  conditionValueLength: 2_000,
  /** Characters of a regular expression in a condition, steps of its automaton, and characters of a value it looks at: */
  conditionPatternLength: 500,
  /** together they keep one look below about 25 ms. A web address is looked at whole. */
  conditionPatternSteps: 300,
  conditionPatternText: 2_000,
  /** How long a page that watches the groups waits for their figures to change before it asks anew; below a proxy's patience. */
  figuresPatience: 15_000,
  /** Changes of the figures that come within this time are told together. */
  figuresPause: 250,
  /** Changes of a live board that come within this time are pushed together: a busy tenant costs two readings a second. */
  boardPause: 500,
  /** A watched board is read this often without a change: hours open, days begin. */
  boardRecheck: 30_000,
  /** Contacts shown as having the same phone or e-mail. */
  contactDuplicates: 10,
  /** Calendars of one tenant, open intervals of one day, exceptions of one calendar: years of them. */
  calendarsPerTenant: 200,
  intervalsPerDay: 10,
  calendarExceptions: 500,
  /** Holidays of one company: decades of them. */
  holidaysPerCompany: 1_000,
  /** Skills of one operator. */
  skillsPerUser: 100,
  /** Registered webhooks per company; each has its own delivery lane. */
  webhooksPerCompany: 1_000,
  /** Longest time a webhook receiver may take, and the most bytes of its answer we read. */
  webhookTimeout: 10_000,
  webhookAnswerSize: 64 * 1024,
  /** Webhook requests under way at once in one process. A slow endpoint holds one, a quick one at most eight. */
  webhookConcurrency: 500,
  /** A webhook that only fails for this long is disabled (API-WHD-4). */
  webhookGiveUp: 3 * 24 * 3600_000,
  /** Finished deliveries stay in the delivery log for this long: two weeks of holidays, then somebody looks. */
  webhookLogKept: 14 * 24 * 3600_000,
  /** What waits for a disabled webhook is given up after this long; its receiver has read the truth elsewhere by then. */
  webhookDisabledKept: 30 * 24 * 3600_000,
  /** Attempts of one delivery that are kept, and characters of each answer: enough to see why, not a second copy of it. */
  webhookAttemptsKept: 20,
  webhookAnswerKept: 2_000,
  /** Both secrets sign for this long after a rotation; a receiver that is deployed once a day has the new one by then. */
  webhookSecretOverlap: 24 * 3600_000,
  /** Deliveries one request may send again; the next request goes on. Keeps a single statement short. */
  webhookReplayAtOnce: 5_000,
  /** Hours of the small chart of a webhook. */
  webhookChartHours: 24,
  /** Notices to administrators: how long they are kept, and how many are shown. */
  noticesKept: 90 * 24 * 3600_000,
  noticesShown: 50,
  /** Chatbots of one tenant; each has its own delivery lane. */
  chatbotsPerTenant: 100,
  /** A bot has to answer 200 within this time (CB-TR-3). */
  chatbotTimeout: 2_000,
  /** A bot that only fails for longer than this is switched off (CB-TR-5). */
  chatbotGiveUp: 15 * 60_000,
  /** Commands a bot may send for one session within a minute (CB-TR-6). */
  chatbotCommandsPerMinute: 120,
  /** Events of one bot under way at once, each of another session; and of all bots of one process. */
  chatbotSessionsAtOnce: 32,
  chatbotConcurrency: 200,
  /** Bytes of a bot's answer that are read; the body says nothing (CB-TR-3). */
  chatbotAnswerSize: 4 * 1024,
  /** Cards of one message, buttons of one card or suggestion, and characters of one title, value or text of a card. */
  botCards: 20,
  botButtons: 30,
  botTitleLength: 1_000,
  /** Sent events of bots are forgotten after this long; until then they explain what a bot was told. */
  chatbotLogKept: 24 * 3600_000,
  /** Characters of the filter of a list of sessions; fits an address of the browser. */
  sessionFilterLength: 4_000,
  /** Columns of one table of sessions, and of one export. */
  sessionColumnsShown: 40,
  sessionColumnsExported: 100,
  /** Characters of one value in the table; the whole text stands in the detail and in exports. */
  sessionCellShown: 300,
  /** Sessions are counted up to here; beyond it is "more than", because nobody reads the rest and counting costs. */
  sessionsCounted: 10_000,
  /** The database may look this long for one page of sessions, and for their number. */
  sessionListPatience: 10_000,
  sessionCountPatience: 2_000,
  /** Saved views of one user in one tenant. */
  sessionViewsPerUser: 100,
  /** Waiting and running exports of one user, and of one company: a second hand on the same lever changes nothing. */
  exportsPerUser: 3,
  exportsPerCompany: 10,
  /** A file can be downloaded for this long; it is a copy of personal data. */
  exportKept: 24 * 3600_000,
  /** Bytes of one exported file. */
  exportSize: 4 * 1024 * 1024 * 1024,
  /** Characters of one exported cell; Excel takes no more than 32,767 (AD-SE-4). */
  exportCellLength: 32_000,
  /** Rows of one sheet; Excel takes no more than 1,048,576. The rest goes to further sheets. */
  exportSheetRows: 1_000_000,
  /** An export that shows no progress for this long was left by a process that died, and begins again. */
  exportLease: 60_000,
  /** Times an export begins before it is given up. */
  exportAttempts: 5,
  /** Event types of one registration; the contract has 49. */
  webhookEventTypes: 200,
} as const;
