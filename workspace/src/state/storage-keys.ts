/** Keys of localStorage, so that none is used twice. Drafts and outbox add the user's id to theirs. */
export const storageKeys = {
  language: 'hovor.language',
  lastTenant: (userId: number) => `hovor.tenant.${userId}`,
  notifications: (userId: number) => `hovor.notifications.${userId}`,
  paneWidth: 'hovor.list-width',
  colorScheme: 'hovor.color-scheme',
} as const;
