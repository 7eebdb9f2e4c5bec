import { Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ActionName, actions } from '../keys/actions.ts';
import classes from './shortcuts.module.css';

/** Every key on one page (OP-HE-2). */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const rows: { keys: string; does: string }[] = [
    ...(Object.keys(actions) as ActionName[]).map((name) => ({ keys: actions[name].shown, does: t(`keys.${name}`) })),
    { keys: 'Enter', does: t('keys.send') },
    { keys: 'Shift+Enter', does: t('keys.newLine') },
    { keys: 'Enter', does: t('keys.addTag') },
    { keys: 'Ctrl+V', does: t('keys.pasteFile') },
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Table withRowBorders verticalSpacing={6}>
        <Table.Tbody>
          {rows.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td>{does}</Table.Td>
              <Table.Td ta="right">
                {keys.split('+').map((key) => (
                  <kbd key={key} className={classes.key}>
                    {key}
                  </kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
