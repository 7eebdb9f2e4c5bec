import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Announcement, createAnnouncer } from '../notify/announcer.ts';
import { showBadge } from '../notify/badge.ts';
import { playTone, unlockSound } from '../notify/sounds.ts';
import { attentionCount } from '../state/lists.ts';
import { placePath } from '../state/places.ts';
import { useDesk, useDeskState, useWorkplace } from './desk-context.ts';

/** Sounds, desktop notifications and the number in the tab. Draws nothing. */
export function Notifier() {
  const { t } = useTranslation();
  const { me, tenant, tabs, notifications } = useWorkplace();
  const desk = useDesk();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const count = useDeskState(attentionCount);
  const announce = useRef((_news: Announcement) => {});

  announce.current = (news) => {
    const settings = notifications.store.get();
    if (!tabs.leads()) return;
    if (news.kind === 'message' && tabs.looksAt(news.sessionId)) return;
    if (news.kind === 'offer' && settings.offerSound) playTone('offer', settings.offerVolume);
    if (news.kind === 'message' && settings.messageSound) playTone('message', settings.messageVolume);
    if (!settings.desktop || tabs.anyFocused() || !('Notification' in window)) return;
    if (Notification.permission !== 'granted') return;
    const name = news.name ?? t('common.visitor');
    const note = new Notification(t(news.kind === 'offer' ? 'notify.newOffer' : 'notify.newMessage', { name }), {
      body: news.about ?? '',
      tag: `hovor.${news.kind}.${news.sessionId}`,
      icon: '/app/favicon.svg',
      silent: true,
    });
    note.onclick = () => {
      window.focus();
      note.close();
      void navigate({ to: `${placePath(me, tenant.id, 'operator')}/${news.sessionId}` });
    };
  };

  useEffect(() => {
    const announcements = createAnnouncer();
    let before = desk.store.get();
    const stop = desk.onEvent((event) => {
      const after = desk.store.get();
      for (const news of announcements(before, after, event)) announce.current(news);
      before = after;
    });
    window.addEventListener('pointerdown', unlockSound, { once: true });
    window.addEventListener('keydown', unlockSound, { once: true });
    return () => {
      stop();
      window.removeEventListener('pointerdown', unlockSound);
      window.removeEventListener('keydown', unlockSound);
    };
  }, [desk]);

  useEffect(() => {
    const sessionId = Number(/\/operator\/(\d+)$/.exec(path)?.[1]) || null;
    const show = () => tabs.show({ sessionId, focused: document.hasFocus() });
    show();
    window.addEventListener('focus', show);
    window.addEventListener('blur', show);
    return () => {
      window.removeEventListener('focus', show);
      window.removeEventListener('blur', show);
    };
  }, [path, tabs]);

  useEffect(() => {
    showBadge(count, `${tenant.name} · ${t('common.product')}`);
    return () => showBadge(0, t('common.product'));
  }, [count, tenant.name, t]);
  return null;
}
