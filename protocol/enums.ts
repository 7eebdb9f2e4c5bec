/**
 * Enumerations with the exact names of the Public API contract (spec MOD-EN), in declaration order. The zero member
 * UNKNOWN of the contract is never sent and therefore not listed; integers on input count from 1 (API-CONV-12).
 */

export const channels = ['Mluvii', 'Email', 'Phone', 'Facebook', 'WhatsApp', 'VK', 'Apple'] as const;
export type Channel = (typeof channels)[number];

export const sessionChannels = ['Chat', 'AV', 'Phone'] as const;
export type SessionChannel = (typeof sessionChannels)[number];

export const sessionSources = [
  'Default',
  'Callback',
  'Invitation',
  'ChatInvitation',
  'IncomingCall',
  'OutgoingCall',
  'Campaign',
  'API',
  'Facebook',
  'WhatsApp',
  'VK',
  'Apple',
  'GenericChannel',
] as const;
export type SessionSource = (typeof sessionSources)[number];

export const sessionStatuses = [
  'CREATED',
  'IN_QUEUE',
  'WAITING',
  'ACTIVE',
  'ACW',
  'BCW',
  'CLOSED',
  'BLACKLISTED',
] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** The zero member UnknownReason stands first here: this enumeration alone declares it (MOD-EN-34). */
export const terminationReasons = [
  'UnknownReason',
  'GuestLeft',
  'OperatorLeft',
  'ChatbotLeft',
  'GuestAbandoned',
  'OperatorAbandoned',
  'ExternalPartyLeft',
  'CampaignFailedDial',
  'CampaignTerminated',
  'CallForwardedToExternalPhone',
  'OperatorWithoutExtension',
  'ForwardToExternalPhoneFailed',
  'FailedRouting',
  'ExternalSessionExpired',
  'SessionApiCall',
  'SingleUseSession',
] as const;
export type TerminationReason = (typeof terminationReasons)[number];

export const guestLeftStates = [
  'LeftQueue',
  'LeftSession',
  'LeftAfterSession',
  'StillConnected',
  'LeftBeforeQueue',
] as const;
export type GuestLeftState = (typeof guestLeftStates)[number];

export const activityTypes = [
  'ChatMessage',
  'SharedFile',
  'SharedScreen',
  'PhotoRequest',
  'CobrowsingStarted',
  'CobrowsingStoppedByGuest',
  'ScreenSharingFailedByGuest',
  'FileUploadFailed',
  'HeroCard',
  'HeroCardSubmission',
  'ChatbotMessage',
  'CallScript',
  'CallScriptSubmission',
  'WelcomeMessage',
  'LastFarewellMessage',
  'PreviewUrl',
  'Location',
  'HeroCardQuickReply',
  'LocationRequest',
  'ExternalMessage',
  'OnHold',
  'ResumeGuest',
  'AvRequest',
  'AvResponse',
  'AvGetMediaResult',
  'AvTerminated',
  'ChatToMail',
  'AutoActivity',
  'ChatbotHeroCardSubmission',
  'AutoActivityAsOperator',
  'NotifyOperator',
  'UpgradeToFull',
  'SessionEnded',
  'SessionForwarded',
  'OperatorInvited',
  'OperatorInviteCanceled',
  'OperatorInviteRejected',
  'OperatorKicked',
  'Handoff',
  'Joined',
  'Left',
] as const;
export type ActivityType = (typeof activityTypes)[number];

export const clientTypes = ['User', 'Guest', 'Chatbot'] as const;
export type ClientType = (typeof clientTypes)[number];

export const callParamSources = [
  'USER',
  'WIDGET_API',
  'CHATBOT',
  'HERO_CARD',
  'ENTRY_FORM',
  'FEEDBACK_FORM',
  'OFFLINE_FORM',
  'EXTERNAL_MESSAGING',
  'PHONE',
  'API',
] as const;
export type CallParamSource = (typeof callParamSources)[number];

/** What administrators are told in the workspace. */
export const noticeKinds = ['webhook.disabled', 'chatbot.disabled'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const feedbackScales = ['Likert', 'NPS'] as const;
export type FeedbackScale = (typeof feedbackScales)[number];

export const guestBrowsers = [
  'OTHER',
  'IE_LOW',
  'IE_8',
  'IE_9',
  'IE_10',
  'IE_11',
  'IE_HI',
  'CHROME',
  'OPERA',
  'FF',
  'SAFARI',
  'EDGE',
  'CHROMIUM_EDGE',
] as const;
export type GuestBrowser = (typeof guestBrowsers)[number];

export const guestSystems = ['OTHER', 'WINDOWS', 'OSX', 'LINUX', 'ANDROID', 'IOS'] as const;
export type GuestSystem = (typeof guestSystems)[number];

export const groupTypes = ['NORMAL', 'ALL_OPERATORS', 'CHATBOT'] as const;
export type GroupType = (typeof groupTypes)[number];

export const tenantRoles = [
  'Operator',
  'Reception',
  'Wallboard',
  'Telephonist',
  'MluviiOperator',
  'EmailOperator',
  'FacebookOperator',
  'WhatsAppOperator',
  'VkOperator',
  'AppleOperator',
  'GenericChannelOperator',
  'TenantAdmin',
  'TenantTemplatesAdmin',
  'TenantFilesAdmin',
  'TenantSessionsView',
  'TenantVisitors',
  'TenantEmailsView',
  'TenantOperatorsView',
  'TenantCampaignsAdmin',
] as const;
/** A right of a user in one tenant (SEC-RO-2, SEC-RO-3); `DepartmentRole` of the contract. */
export type TenantRole = (typeof tenantRoles)[number];

export const globalRoles = [
  'Admin',
  'CompanyAdmin',
  'Wallboard',
  'CompanyOperatorMetricsView',
  'CompanyStatistics',
] as const;
/** A right of a user in the whole company (SEC-RO-1). */
export type GlobalRole = (typeof globalRoles)[number];

export const operatorStateKinds = [
  'OFFLINE',
  'DISCONNECTED',
  'ONLINE',
  'AWAY',
  'BREAK',
  'BEFORE_CALL',
  'ON_CALL',
  'AFTER_CALL',
] as const;
export type OperatorStateKind = (typeof operatorStateKinds)[number];

/** What an operator chose, and the status derived from it, as older clients know them (OP-ST-7). */
export const userAvailabilityStatuses = ['DEFAULT', 'AWAY', 'ON_CALL'] as const;
export type UserAvailabilityStatus = (typeof userAvailabilityStatuses)[number];
export const userSimplifiedStatuses = ['OFFLINE', 'ONLINE', 'BUSY', 'AWAY'] as const;
export type UserSimplifiedStatus = (typeof userSimplifiedStatuses)[number];

export const openIdProviders = ['Google', 'Microsoft'] as const;
export type OpenIdProvider = (typeof openIdProviders)[number];

export const widgetConfigTypes = ['BUTTON', 'WINDOW', 'PRESET_PRIVATE', 'PRESET_PUBLIC'] as const;
export type WidgetConfigType = (typeof widgetConfigTypes)[number];
export const widgetButtonTypes = [
  'CHAT_MLUVII',
  'CHAT_CUSTOM',
  'CHAT_CLOUD',
  'CHAT_THUMB',
  'CHAT_COMICS',
  'VIDEO',
  'PHONE',
  'PHONE_MLUVII',
  'PHONE_PANEL_CIRCLE',
  'PHONE_BOOKMARK',
] as const;
export type WidgetButtonType = (typeof widgetButtonTypes)[number];

export const routingTimelineTypes = [
  'RoutingRequestCreated',
  'EnteredGroupQueue',
  'GroupQueueTimeoutExpired',
  'LeftGroupQueue',
  'AssignedToOperator',
  'OperatorTimeoutExpired',
  'AcceptedByOperator',
  'ForwardedToGroup',
  'ForwardedToUser',
  'ForwardedToPhone',
  'RoutingEnded',
  'InvitedGroup',
  'InvitedUser',
] as const;
export type RoutingTimelineType = (typeof routingTimelineTypes)[number];

export const webhookEventTypes = [
  'UserStatusChanged',
  'SessionCreated',
  'SessionStarted',
  'SessionEnded',
  'SessionForwarded',
  'SessionOperatorJoined',
  'SessionOperatorLeft',
  'SessionOperatorConcluded',
  'SessionCallParamsUpdated',
  'SessionRecordingPostProcessingCompleted',
  'EmailThreadCreated',
  'EmailThreadOperatorJoined',
  'EmailThreadOperatorLeft',
  'EmailThreadForwarded',
  'GuestIdentityUpdated',
  'SessionActivityChatMessage',
  'SessionActivitySharedFile',
  'SessionActivitySharedScreen',
  'SessionActivityCobrowsingStarted',
  'SessionActivityCobrowsingStoppedByGuest',
  'SessionActivityScreenSharingFailedByGuest',
  'SessionActivityFileUploadFailed',
  'SessionActivityHeroCard',
  'SessionActivityHeroCardSubmission',
  'SessionActivityChatbotMessage',
  'SessionActivityCallScript',
  'SessionActivityCallScriptSubmission',
  'SessionActivityWelcomeMessage',
  'SessionActivityLastFarewellMessage',
  'SessionActivityPreviewUrl',
  'SessionActivityExternalMessage',
  'SessionActivityOnHold',
  'SessionActivityResumeGuest',
  'SessionActivityChatToMail',
  'SessionActivityAutoActivity',
  'SessionActivityAutoActivityAsOperator',
  'SessionActivityChatbotHeroCardSubmission',
  'SessionActivitySessionEnded',
  'SessionActivitySessionForwarded',
  'SessionActivityOperatorInvited',
  'SessionActivityOperatorInviteCanceled',
  'SessionActivityOperatorInviteRejected',
  'SessionActivityOperatorKicked',
  'SessionActivityAvRequest',
  'SessionActivityAvResponse',
  'SessionActivityAvMediaResult',
  'SessionActivityAvTerminated',
  'EmailThreadParamsUpdated',
  'ApplicationSettingChanged',
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** State of a package as its button shows it (AD-PK-7); the numbers are those of setStatusUpdateCallback (WG-JS-5). */
export const packageStates = ['offline', 'online', 'busy'] as const;
export type PackageState = (typeof packageStates)[number];
