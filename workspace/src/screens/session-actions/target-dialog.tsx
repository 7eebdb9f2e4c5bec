import { limits } from '@hovor/protocol/limits';
import { Button, Group, Loader, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { targetsQuery } from '../../api/session-actions.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { TargetTable } from './target-table.tsx';
import { keyOf, narrow, type Target } from './targets.ts';

/** More groups than this get a field to find them by name. */
const findFrom = 6;

interface TargetDialogProps {
  title: string;
  /** What becomes of the note, under its field. */
  noteLabel: string;
  noteHelp: string;
  /** Words of the button once somebody is chosen. */
  doneLabel(name: string): string;
  /** Operators who cannot be chosen because they are in already. */
  without: readonly number[];
  chatbots?: boolean;
  onChoose(target: Target, note: string | null): Promise<unknown>;
  onClose(): void;
}

/** Chooses a group, one of its operators or a chatbot, with a note for whoever takes it (OP-ES-3 to OP-ES-6). */
export function TargetDialog({ title, onClose, ...rest }: TargetDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Choice onClose={onClose} {...rest} />
    </Modal>
  );
}

function Choice({
  noteLabel,
  noteHelp,
  doneLabel,
  without,
  chatbots = false,
  onChoose,
  onClose,
}: Omit<TargetDialogProps, 'title'>) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const attempt = useAttempt();
  const { data, error, refetch } = useQuery(targetsQuery(tenant.id));
  const [text, setText] = useState('');
  const [target, setTarget] = useState<Target | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);

  if (error && !data) return <ProblemView problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Loader size="sm" m="md" role="status" aria-label={t('common.loading')} />;
  const all = { ...data, chatbots: chatbots ? data.chatbots : [] };
  const shown = narrow(all, { text, without: new Set(without) });
  const stillThere = target && isThere(all, target);

  async function choose() {
    if (!target) return;
    setBusy(true);
    const done = await attempt(() => onChoose(target, note.trim() || null));
    setBusy(false);
    if (done) onClose();
  }

  if (all.groups.length + all.chatbots.length === 0) return <Text c="dimmed">{t('handover.nobody')}</Text>;
  return (
    <Stack gap="sm">
      {(all.groups.length > findFrom || text !== '') && (
        <TextInput
          data-autofocus
          type="search"
          aria-label={t('handover.find')}
          placeholder={t('handover.find')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {shown.groups.length + shown.chatbots.length === 0 ? (
        <Text c="dimmed">{t('handover.noneOfName')}</Text>
      ) : (
        <TargetTable targets={shown} open={text.trim() !== ''} value={target} onChange={setTarget} />
      )}
      {target && !stillThere && (
        <Text c="red" size="sm" role="alert">
          {t('handover.targetGone', { name: target.name })}
        </Text>
      )}
      <Textarea
        label={noteLabel}
        description={noteHelp}
        autosize
        minRows={2}
        maxRows={6}
        dir="auto"
        maxLength={limits.noteLength}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={!stillThere} loading={busy} onClick={() => void choose()}>
          {stillThere ? doneLabel(target.name) : t('handover.choose')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Who was chosen may have logged out meanwhile. */
function isThere({ groups, chatbots }: Parameters<typeof narrow>[0], target: Target): boolean {
  if (target.kind === 'chatbot') return chatbots.some(({ id }) => id === target.id);
  if (target.kind === 'group') return groups.some(({ id }) => id === target.id);
  return groups.some(({ operators }) => operators.some(({ userId }) => keyOf(target) === `operator-${userId}`));
}
