import { limits } from '@hovor/protocol/limits';
import { Badge, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AwayReason, settingsApi } from '../../../api/settings.ts';
import { ColorField } from '../parts/color-field.tsx';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { awayReasonsQuery } from '../parts/setting-queries.ts';
import { SplitPage } from '../parts/split-page.tsx';
import { swatches } from '../parts/swatches.ts';
import { useOrder } from '../parts/use-order.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';

/** Why operators are away (AD-CO-6): their order, pay and colours; switched off, never deleted. */
export default function AwayReasonsPage() {
  const { t } = useTranslation();
  const { itemId, isNew } = useSettingsPage();
  const found = useQuery(awayReasonsQuery);
  const move = useOrder<AwayReason>(awayReasonsQuery.queryKey, settingsApi.orderAwayReasons);
  const open = found.data?.find(({ id }) => id === itemId);
  return (
    <SplitPage
      list={
        <ListPane
          title={t('awayReasons.title')}
          subtitle={t('awayReasons.subtitle')}
          found={found}
          nameOf={({ name }) => name}
          row={(reason) => <ReasonRow reason={reason} />}
          isQuiet={({ active }) => !active}
          empty={{ title: t('awayReasons.empty'), help: t('awayReasons.emptyHelp') }}
          addLabel={t('awayReasons.add')}
          onMove={move}
        />
      }
    >
      {isNew && <ReasonEditor key="new" reason={null} />}
      {open && <ReasonEditor key={open.id} reason={open} />}
    </SplitPage>
  );
}

function ReasonRow({ reason }: { reason: AwayReason }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={classes.dot} style={{ background: reason.color ?? 'transparent' }} aria-hidden />
      <span className={classes.rowWords}>
        <span className="one-line">{reason.name}</span>
        <span className={classes.small}>{t(reason.paid ? 'status.paid' : 'status.unpaid')}</span>
      </span>
      {!reason.active && (
        <Badge variant="default" size="sm">
          {t('settings.off')}
        </Badge>
      )}
    </>
  );
}

function ReasonEditor({ reason }: { reason: AwayReason | null }) {
  const { t } = useTranslation();
  const { show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const form = useSettingsForm({
    values: {
      name: reason?.name ?? '',
      paid: reason?.paid ?? true,
      color: reason?.color ?? '',
      active: reason?.active ?? true,
    },
    validate: { name: required },
    async save({ name, paid, color, active }) {
      const look = { name, paid, color: color || null };
      const made = reason ? null : await settingsApi.addAwayReason(look);
      if (reason) await settingsApi.changeAwayReason(reason.id, { ...look, active });
      await queries.invalidateQueries({ queryKey: awayReasonsQuery.queryKey });
      await queries.invalidateQueries({ queryKey: ['catalogue'] });
      return made?.id ?? null;
    },
    onSaved: (id) => id !== null && show(id),
  });
  return (
    <Editor
      title={reason?.name ?? t('awayReasons.newTitle')}
      form={form}
      {...(!reason && { saveLabel: t('settings.create') })}
    >
      <TextInput
        label={t('settings.name')}
        required
        autoFocus={!reason}
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      <Switch
        label={t('awayReasons.paid')}
        description={t('awayReasons.paidHelp')}
        {...form.getInputProps('paid', { type: 'checkbox' })}
      />
      <ColorField label={t('awayReasons.color')} swatches={swatches} w={260} {...form.getInputProps('color')} />
      {reason && (
        <Switch
          label={t('awayReasons.active')}
          description={t('awayReasons.activeHelp')}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
      )}
    </Editor>
  );
}
