import type { WebhookEventType } from './enums.ts';

/** The four groups in which event types are chosen (API-WHK). */
export const webhookCategories = ['sessions', 'activities', 'emails', 'others'] as const;
export type WebhookCategory = (typeof webhookCategories)[number];

/** What has to be built before an event can happen. */
export const laterParts = [
  'email',
  'recording',
  'video',
  'cobrowsing',
  'phone',
  'forms',
  'scripts',
  'automation',
  'messengers',
  'previews',
  'uploads',
] as const;
export type LaterPart = (typeof laterParts)[number];

const sessions = 'sessions';
const activities = 'activities';
const emails = 'emails';
const others = 'others';

/**
 * Every event type of the contract: its group, and what it waits for; `null` = it is sent today. All may be registered,
 * so that a receiver need not change when a part arrives.
 */
export const webhookEvents: Readonly<Record<WebhookEventType, readonly [WebhookCategory, LaterPart | null]>> = {
  SessionCreated: [sessions, null],
  SessionStarted: [sessions, null],
  SessionEnded: [sessions, null],
  SessionForwarded: [sessions, null],
  SessionOperatorJoined: [sessions, null],
  SessionOperatorLeft: [sessions, null],
  SessionOperatorConcluded: [sessions, null],
  SessionCallParamsUpdated: [sessions, null],
  SessionRecordingPostProcessingCompleted: [sessions, 'recording'],

  SessionActivityChatMessage: [activities, null],
  SessionActivitySharedFile: [activities, null],
  SessionActivityChatbotMessage: [activities, null],
  SessionActivitySessionForwarded: [activities, null],
  SessionActivitySessionEnded: [activities, null],
  SessionActivityOperatorInvited: [activities, null],
  SessionActivityOperatorInviteCanceled: [activities, null],
  SessionActivityOperatorInviteRejected: [activities, null],
  SessionActivityOperatorKicked: [activities, null],
  SessionActivityFileUploadFailed: [activities, 'uploads'],
  SessionActivityWelcomeMessage: [activities, 'automation'],
  SessionActivityLastFarewellMessage: [activities, 'automation'],
  SessionActivityAutoActivity: [activities, 'automation'],
  SessionActivityAutoActivityAsOperator: [activities, 'automation'],
  SessionActivityHeroCard: [activities, 'forms'],
  SessionActivityHeroCardSubmission: [activities, 'forms'],
  SessionActivityChatbotHeroCardSubmission: [activities, 'forms'],
  SessionActivityCallScript: [activities, 'scripts'],
  SessionActivityCallScriptSubmission: [activities, 'scripts'],
  SessionActivityPreviewUrl: [activities, 'previews'],
  SessionActivityExternalMessage: [activities, 'messengers'],
  SessionActivityChatToMail: [activities, 'email'],
  SessionActivityOnHold: [activities, 'phone'],
  SessionActivityResumeGuest: [activities, 'phone'],
  SessionActivityAvRequest: [activities, 'video'],
  SessionActivityAvResponse: [activities, 'video'],
  SessionActivityAvMediaResult: [activities, 'video'],
  SessionActivityAvTerminated: [activities, 'video'],
  SessionActivitySharedScreen: [activities, 'video'],
  SessionActivityScreenSharingFailedByGuest: [activities, 'video'],
  SessionActivityCobrowsingStarted: [activities, 'cobrowsing'],
  SessionActivityCobrowsingStoppedByGuest: [activities, 'cobrowsing'],

  EmailThreadCreated: [emails, 'email'],
  EmailThreadOperatorJoined: [emails, 'email'],
  EmailThreadOperatorLeft: [emails, 'email'],
  EmailThreadForwarded: [emails, 'email'],
  EmailThreadParamsUpdated: [emails, 'email'],

  UserStatusChanged: [others, null],
  GuestIdentityUpdated: [others, null],
  ApplicationSettingChanged: [others, null],
};

/** Event types that are sent today. */
export const sentEvents = (Object.keys(webhookEvents) as WebhookEventType[]).filter(
  (eventType) => webhookEvents[eventType][1] === null,
);
