import { limits } from '@hovor/protocol/limits';
import { exportFormats, type SessionExport } from '@hovor/protocol/session-table';
import { Button, Checkbox, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionTableApi } from '../../api/session-table.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { exportsKey } from '../../frame/exports-menu.tsx';
import type { Table } from './use-table.ts';
import type { Words } from './use-words.ts';

const delimiters = [',', ';', '\t'] as const;

/** Orders a file of the filtered list (AD-SE-4). It is written in the background and found again under Exports. */
export function ExportButton({ table, words }: { table: Table; words: Words }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {t('sessionExports.export')}
      </Button>
      {opened && <ExportDialog table={table} words={words} onClose={() => setOpened(false)} />}
    </>
  );
}

function ExportDialog({ table, words, onClose }: { table: Table; words: Words; onClose(): void }) {
  const { t, i18n } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [format, setFormat] = useState<SessionExport['format']>('xlsx');
  // Excel divides by semicolons where a comma is the decimal sign.
  const [delimiter, setDelimiter] = useState<(typeof delimiters)[number]>(
    (1.5).toLocaleString(i18n.language).includes(',') ? ';' : ',',
  );
  const [transcript, setTranscript] = useState(false);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const ids = [...table.columns, ...(transcript ? ['transcript'] : [])];
    const ordered = await attempt(() =>
      sessionTableApi.startExport(tenant.id, {
        format,
        delimiter,
        view: table.view,
        filter: table.filter,
        sort: table.sort,
        columns: ids.map((id) => ({ id, title: words.column(id).slice(0, limits.nameLength) })),
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
    );
    setBusy(false);
    if (!ordered) return;
    void queries.invalidateQueries({ queryKey: exportsKey(tenant.id) });
    notifications.show({ message: t('sessionExports.started') });
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sessionExports.exportTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('sessionExports.what')}
          </Text>
          <Radio.Group
            label={t('sessionExports.format')}
            value={format}
            onChange={(value) => setFormat(value as SessionExport['format'])}
          >
            <Stack gap={6} mt={6}>
              {exportFormats.toReversed().map((value) => (
                <Radio
                  key={value}
                  size="sm"
                  value={value}
                  label={value === 'csv' ? t('sessionExports.csv') : t('sessionExports.xlsx')}
                />
              ))}
            </Stack>
          </Radio.Group>
          {format === 'csv' && (
            <Select
              label={t('sessionExports.delimiter')}
              allowDeselect={false}
              data={[
                { value: ',', label: t('sessionExports.comma') },
                { value: ';', label: t('sessionExports.semicolon') },
                { value: '\t', label: t('sessionExports.tab') },
              ]}
              value={delimiter}
              onChange={(value) => setDelimiter(delimiters.find((each) => each === value) ?? ',')}
            />
          )}
          <Checkbox
            label={t('sessionExports.withTranscript')}
            description={t('sessionExports.transcriptHelp', {
              many: limits.exportCellLength.toLocaleString(i18n.language),
            })}
            checked={transcript}
            onChange={(event) => setTranscript(event.currentTarget.checked)}
          />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('sessionExports.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
