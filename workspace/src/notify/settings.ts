import { storageKeys } from '../state/storage-keys.ts';
import { createStore } from '../state/store.ts';

/** What this user hears and sees on this computer (OP-WS-19). Volumes from 0 to 1. */
export interface NotificationSettings {
  offerSound: boolean;
  offerVolume: number;
  messageSound: boolean;
  messageVolume: number;
  /** Desktop notifications; asked for by a click, never by itself. */
  desktop: boolean;
}

export const defaultNotifications: NotificationSettings = {
  offerSound: true,
  offerVolume: 0.7,
  messageSound: true,
  messageVolume: 0.5,
  desktop: false,
};

/** Reads settings that an older version, or somebody's hand, may have written. */
export function parseNotifications(text: string | null): NotificationSettings {
  try {
    const value = JSON.parse(text ?? '{}') as Partial<Record<keyof NotificationSettings, unknown>>;
    const flag = (key: 'offerSound' | 'messageSound' | 'desktop') =>
      typeof value[key] === 'boolean' ? value[key] : defaultNotifications[key];
    const volume = (key: 'offerVolume' | 'messageVolume') => {
      const given = value[key];
      return typeof given === 'number' && given >= 0 && given <= 1 ? given : defaultNotifications[key];
    };
    return {
      offerSound: flag('offerSound'),
      offerVolume: volume('offerVolume'),
      messageSound: flag('messageSound'),
      messageVolume: volume('messageVolume'),
      desktop: flag('desktop'),
    };
  } catch {
    return defaultNotifications;
  }
}

/** The settings of one user, shared by all tabs of this browser. */
export function createNotificationSettings(userId: number) {
  const key = storageKeys.notifications(userId);
  const store = createStore(parseNotifications(localStorage.getItem(key)));
  const onStorage = (event: StorageEvent) => {
    if (event.key === key) store.set(parseNotifications(event.newValue));
  };
  return {
    store,
    change(part: Partial<NotificationSettings>) {
      const next = { ...store.get(), ...part };
      localStorage.setItem(key, JSON.stringify(next));
      store.set(next);
    },
    listen() {
      window.addEventListener('storage', onStorage);
      return () => window.removeEventListener('storage', onStorage);
    },
  };
}

export type NotificationSettingsStore = ReturnType<typeof createNotificationSettings>;
