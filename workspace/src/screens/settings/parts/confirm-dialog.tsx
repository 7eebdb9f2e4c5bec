import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.ts';
import { useProblemText } from '../../../components/problem-text.ts';
import { useFieldText } from './field-text.ts';

interface ConfirmDialogProps {
  opened: boolean;
  /** Asks by naming what goes. */
  title: string;
  /** What goes with it, and what stays. */
  children: ReactNode;
  action: string;
  /** Colour of the action; red unless it can be taken back. */
  color?: string;
  /** Does it; a refusal is shown in the dialog, which stays open. */
  onConfirm(): Promise<unknown>;
  onClose(): void;
}

/** The question before something goes. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, children, action, color = 'red', onConfirm, onClose } = props;
  const { t } = useTranslation();
  const problemText = useProblemText();
  const fieldText = useFieldText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function confirm() {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      const says = error instanceof ApiProblem && error.code === 'conflict';
      setProblem(says ? fieldText(error.message) : problemText(error));
    }
    setBusy(false);
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      onExitTransitionEnd={() => setProblem(null)}
    >
      <Stack gap="sm">
        <Text component="div">{children}</Text>
        {problem && (
          <Text c="var(--hv-late)" role="alert">
            {problem}
          </Text>
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color={color} loading={busy} onClick={() => void confirm()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
