import type { Activity } from '@hovor/protocol/session';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../components/formats.ts';
import classes from './transcript.module.css';

/** A change of the conversation itself (OP-WC-5): one quiet line in the middle. */
export function EventLine({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const note = activity.forward?.note ?? activity.colleague?.note;
  return (
    <div className={classes.event} title={formats.full(activity.at)}>
      {words()} · <span className="numbers">{formats.time(activity.at)}</span>
      {note && (
        <span className={classes.eventNote} dir="auto">
          {t('activity.noted', { note })}
        </span>
      )}
    </div>
  );

  function words() {
    const { type, client, terminationReason } = activity;
    const name = activity.userName ?? t('frame.operator');
    const bot = activity.chatbot?.name ?? t('common.chatbot');
    if (type === 'Joined') {
      if (client === 'Guest') return t('activity.guestJoined');
      return client === 'Chatbot' ? t('bots.joined', { name: bot }) : t('activity.joined', { name });
    }
    if (type === 'Left') {
      if (client === 'Guest') return t('activity.guestLeft');
      return client === 'Chatbot' ? t('bots.left', { name: bot }) : t('activity.left', { name });
    }
    if (type === 'Handoff') return t('bots.handedOff', { name: bot });
    if (type === 'SessionEnded') {
      if (!terminationReason) return t('activity.ended');
      return t('activity.endedWhy', { why: t(`termination.${terminationReason}`) });
    }
    if (type === 'SessionForwarded') return forwarded();
    if (activity.colleague) return aboutColleague(name, activity.colleague.name);
    if (type === 'FileUploadFailed') return t('activity.uploadFailed');
    return t('activity.other', { type });
  }

  function forwarded() {
    const to = activity.forward?.name;
    if (to === undefined) return t('activity.forwarded');
    const by = activity.userName;
    return by === null ? t('activity.forwardedTo', { to }) : t('activity.forwardedBy', { by, to });
  }

  function aboutColleague(by: string, name: string) {
    switch (activity.type) {
      case 'OperatorInvited':
        return t('activity.invited', { by, name });
      case 'OperatorInviteCanceled':
        return t('activity.inviteCanceled', { by, name });
      case 'OperatorInviteRejected':
        return t('activity.inviteRejected', { by });
      default:
        return t('activity.kicked', { by, name });
    }
  }
}
