import { Button, Group, NumberInput, Radio, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Invitation, invitationsApi, invitationsQuery } from '../../api/invitations.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { customSeconds, type LengthUnit, presetLengths } from './lengths.ts';

const custom = 'custom';

/** Chooses the kind and makes an invitation (OP-WS-12 to OP-WS-14). */
export function InvitationForm({ onMade }: { onMade(invitation: Invitation): void }) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [kind, setKind] = useState('once');
  const [length, setLength] = useState<string>('86400');
  const [amount, setAmount] = useState<string | number>(2);
  const [unit, setUnit] = useState<LengthUnit>('hours');
  const [busy, setBusy] = useState(false);
  const own = customSeconds(amount, unit);
  const seconds = length === custom ? own : Number(length);
  const wrong = kind === 'period' && seconds === null;

  async function make() {
    setBusy(true);
    await attempt(async () => {
      onMade(
        await invitationsApi.create(
          tenant.id,
          kind === 'once' ? { once: true } : { once: false, seconds: seconds ?? 0 },
        ),
      );
      await queries.invalidateQueries(invitationsQuery(tenant.id));
    });
    setBusy(false);
  }

  return (
    <Stack gap="sm">
      <Radio.Group value={kind} onChange={setKind} label={t('invitations.kind')}>
        <Stack gap={6} mt={6}>
          <Radio value="once" label={t('invitations.once')} description={t('invitations.onceHelp')} />
          <Radio value="period" label={t('invitations.period')} />
        </Stack>
      </Radio.Group>
      {kind === 'period' && (
        <Group align="start" gap="xs">
          <Select
            label={t('invitations.length')}
            w={150}
            allowDeselect={false}
            data={[
              ...presetLengths.map((value) => ({ value, label: t(`invitations.for${value}`) })),
              { value: custom, label: t('invitations.custom') },
            ]}
            value={length}
            onChange={(value) => value && setLength(value)}
          />
          {length === custom && (
            <>
              <NumberInput
                label={t('invitations.amount')}
                w={90}
                min={1}
                max={8_760}
                allowDecimal={false}
                value={amount}
                onChange={setAmount}
                error={own === null && t('invitations.amountWrong')}
              />
              <Select
                label={t('invitations.unit')}
                w={100}
                allowDeselect={false}
                data={(['hours', 'days'] as const).map((value) => ({ value, label: t(`invitations.${value}`) }))}
                value={unit}
                onChange={(value) => value && setUnit(value as LengthUnit)}
              />
            </>
          )}
        </Group>
      )}
      <Text size="sm" c="dimmed">
        {t('invitations.advice')}
      </Text>
      <Group justify="end">
        <Button loading={busy} disabled={wrong} onClick={() => void make()}>
          {t('invitations.make')}
        </Button>
      </Group>
    </Stack>
  );
}
