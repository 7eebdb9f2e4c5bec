import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyField } from './copy-field.tsx';

interface SecretDialogProps {
  title: string;
  /** That it is shown only now, and where it belongs. */
  warning: string;
  fields: readonly { label: string; value: string }[];
  /** What is to know besides. */
  children?: ReactNode;
  done: string;
  onClose(): void;
}

/** Shows what will never be shown again; only its own button closes it, so that no stray click loses it. */
export function SecretDialog({ title, warning, fields, children, done, onClose }: SecretDialogProps) {
  return (
    <Modal
      opened
      title={title}
      onClose={onClose}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack gap="sm">
        <Alert color="orange" icon={<IconAlertTriangle size={18} aria-hidden />}>
          {warning}
        </Alert>
        {fields.map(({ label, value }) => (
          <CopyField key={label} label={label} value={value} />
        ))}
        {children}
        <Group justify="end">
          <Button onClick={onClose}>{done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
