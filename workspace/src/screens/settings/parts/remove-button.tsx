import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Tip } from '../../../components/tip.tsx';

/** Takes one line out of a form; what goes stands in its label. */
export function RemoveButton({ label, onClick }: { label: string; onClick(): void }) {
  return (
    <Tip label={label}>
      <ActionIcon size="sm" aria-label={label} onClick={onClick}>
        <IconX size={16} />
      </ActionIcon>
    </Tip>
  );
}
