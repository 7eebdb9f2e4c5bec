import { useState } from 'preact/hooks';
import type { BotMedia } from '../../../protocol/bot.ts';
import { Icon } from '../views/icons.tsx';
import { usePanel } from '../views/use.ts';

/** A picture that does not come leaves no hole. */
export const hideBroken = (event: { currentTarget: HTMLImageElement }) => {
  event.currentTarget.hidden = true;
};

const words = {
  image: 'botPicture',
  video: 'botVideo',
  youtube: 'botVideo',
  audio: 'botAudio',
  file: 'botFile',
} as const;

/**
 * Media of other servers. Pictures are drawn, without telling those servers which page the client is on; films and
 * recordings open beside the chat when the client wants them, so that nobody is told of the client before.
 */
export function Media({ media: { kind, url, name } }: { media: BotMedia }) {
  const { say } = usePanel().words;
  const [broken, setBroken] = useState(false);
  const label = say(words[kind]);
  const link = { href: url, target: '_blank', rel: 'noopener noreferrer nofollow' };
  if (kind === 'image' && !broken) {
    return (
      <a class="picture" {...link}>
        <img
          src={url}
          alt={name ?? label}
          loading="lazy"
          referrerpolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      </a>
    );
  }
  return (
    <div class="bubble holds-file">
      <a class="file" {...link}>
        <Icon name={kind === 'image' ? 'image' : kind === 'file' ? 'file' : 'play'} />
        <span>
          <span class="file-name" dir="auto">
            {name ?? label}
          </span>
          <small>{name ? label : new URL(url).hostname}</small>
        </span>
      </a>
    </div>
  );
}
