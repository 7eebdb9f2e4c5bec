/** Keys of localStorage, so that none is used twice. Drafts and outbox add the user's id to theirs. */
export const storageKeys = {
  language: 'hovor.language',
  lastTenant: (userId: number) => `hovor.tenant.${userId}`,
  notifications: (userId: number) => `hovor.notifications.${userId}`,
  /** Columns a user chose for a view of the table of sessions. */
  columns: (userId: number, tenantId: number, view: string) => `hovor.columns.${userId}.${tenantId}.${view}`,
  paneWidth: 'hovor.list-width',
  colorScheme: 'hovor.color-scheme',
} as const;
