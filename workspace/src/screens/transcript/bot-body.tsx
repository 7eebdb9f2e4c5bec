import type { BotButton, BotCard, BotMedia, BotMessage, TextRun } from '@hovor/protocol/bot';
import { IconCheck, IconExternalLink, IconFile, IconPhoto, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkedText } from '../../components/linked-text.tsx';
import classes from './bot-body.module.css';

interface BotBodyProps {
  message: BotMessage;
  /** Values of its buttons the client pressed. */
  pressed: ReadonlySet<string>;
}

/**
 * What a chatbot showed the client. Nothing here can be pressed but links: the buttons are the client's. Pictures and
 * films of other servers are linked, not loaded: the workspace talks to our server only.
 */
export function BotBody({ message, pressed }: BotBodyProps) {
  const { t } = useTranslation();
  const { text, media, cards, suggested } = message;
  return (
    <>
      {text.length > 0 && (
        <span className={classes.text} dir="auto">
          <Runs runs={text} />
        </span>
      )}
      {media.map((one) => (
        <Media key={one.url} media={one} />
      ))}
      {cards.length > 0 && (
        <ul className={classes.cards} aria-label={t('bots.cards', { count: cards.length })}>
          {cards.map((card, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cards of one unchanging message have no other identity
            <Card key={index} card={card} pressed={pressed} />
          ))}
        </ul>
      )}
      {suggested.length > 0 && <Buttons label={t('bots.choices')} buttons={suggested} pressed={pressed} />}
    </>
  );
}

function Card({ card, pressed }: { card: BotCard; pressed: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const { title, subtitle, text, imageUrl, buttons } = card;
  return (
    <li className={classes.card}>
      {title && <strong dir="auto">{title}</strong>}
      {subtitle && (
        <span className={classes.subtitle} dir="auto">
          {subtitle}
        </span>
      )}
      {text.length > 0 && (
        <span className={classes.text} dir="auto">
          <Runs runs={text} />
        </span>
      )}
      {imageUrl && <Media media={{ kind: 'image', url: imageUrl, name: null }} />}
      {buttons.length > 0 && (
        <Buttons label={t('bots.buttonsOf', { title: title ?? '' })} buttons={buttons} pressed={pressed} />
      )}
    </li>
  );
}

interface ButtonsProps {
  label: string;
  buttons: readonly BotButton[];
  pressed: ReadonlySet<string>;
}

function Buttons({ label, buttons, pressed }: ButtonsProps) {
  const { t } = useTranslation();
  return (
    <ul className={classes.buttons} aria-label={label}>
      {buttons.map(({ title, value, href }, index) => {
        const chosen = href === null && pressed.has(value.trim());
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: buttons of one unchanging message have no other identity
          <li key={index} className={classes.button} data-chosen={chosen || undefined} title={href ?? value}>
            {chosen && <IconCheck size={14} stroke={2.2} role="img" aria-label={t('bots.chosen')} />}
            {href ? <Outside href={href}>{title}</Outside> : <bdi>{title}</bdi>}
          </li>
        );
      })}
    </ul>
  );
}

const kinds = {
  image: [IconPhoto, 'bots.image'],
  video: [IconPlayerPlay, 'bots.video'],
  youtube: [IconPlayerPlay, 'bots.video'],
  audio: [IconPlayerPlay, 'bots.audio'],
  file: [IconFile, 'bots.file'],
} as const;

function Media({ media: { kind, url, name } }: { media: BotMedia }) {
  const { t } = useTranslation();
  const [Icon, word] = kinds[kind];
  return (
    <span className={classes.media}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <Outside href={url}>{name ?? t(word)}</Outside>
      <span className={classes.host}>{new URL(url).hostname}</span>
    </span>
  );
}

const Runs = ({ runs }: { runs: readonly TextRun[] }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: runs of one unchanging text have no other identity
  runs.map((run, index) => <Run key={index} run={run} />);

function Run({ run: { text, strong, em, href } }: { run: TextRun }) {
  let content: ReactNode = href ? text : <LinkedText text={text} />;
  if (em) content = <em>{content}</em>;
  if (strong) content = <strong>{content}</strong>;
  return href ? <Outside href={href}>{content}</Outside> : content;
}

function Outside({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
      <IconExternalLink size={12} stroke={1.8} aria-hidden className={classes.outside} />
    </a>
  );
}
