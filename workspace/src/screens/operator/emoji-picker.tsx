import { ActionIcon, Popover, UnstyledButton } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../components/tip.tsx';
import { emoji } from './emoji.ts';
import classes from './emoji-picker.module.css';

const columns = 8;
const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };

/** A grid of emoji; arrow keys walk in it, Enter picks. */
export function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = steps[event.key];
    if (step === undefined) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
    event.preventDefault();
    next?.focus();
  }

  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus returnFocus>
      <Popover.Target>
        <Tip label={t('composer.emoji')}>
          <ActionIcon aria-label={t('composer.emoji')} onClick={() => setOpened(!opened)}>
            <IconMoodSmile size={20} stroke={1.6} />
          </ActionIcon>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={t('composer.emoji')}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk between the buttons inside */}
        <div className={classes.grid} onKeyDown={onKeyDown}>
          {emoji.map((each, index) => (
            <UnstyledButton
              key={each}
              className={classes.emoji}
              tabIndex={index === 0 ? 0 : -1}
              onClick={() => {
                setOpened(false);
                onPick(each);
              }}
            >
              {each}
            </UnstyledButton>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
