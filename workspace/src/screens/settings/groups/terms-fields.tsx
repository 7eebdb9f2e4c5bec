import { Button, Input, Menu, NumberInput, Radio, Stack, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type GroupTerms, type PriorityKind, priorityKinds } from '../../../api/routing.ts';
import { moved, OrderedList } from '../parts/ordered-list.tsx';
import { RemoveButton } from '../parts/remove-button.tsx';
import classes from '../settings.module.css';
import own from './groups.module.css';

interface TermsFieldsProps {
  value: GroupTerms;
  onChange(change: Partial<GroupTerms>): void;
}

/** How sessions are handed out (AD-GR-5 to AD-GR-12). */
export function TermsFields({ value, onChange }: TermsFieldsProps) {
  const { t } = useTranslation();
  const seconds = { suffix: ' s', min: 5, max: 86_400, allowDecimal: false, clampBehavior: 'blur' as const };
  return (
    <>
      <Radio.Group
        label={t('groups.distribution')}
        value={value.distribution}
        onChange={(next) => onChange({ distribution: next as GroupTerms['distribution'] })}
      >
        <Stack gap={6} mt={4}>
          <Radio value="utilization" label={t('groups.utilization')} description={t('groups.utilizationHelp')} />
          <Radio value="whole" label={t('groups.whole')} description={t('groups.wholeHelp')} />
        </Stack>
      </Radio.Group>
      {value.distribution === 'utilization' && (
        <PriorityField value={value.priorities} onChange={(priorities) => onChange({ priorities })} />
      )}
      <div className={classes.pair}>
        <NumberInput
          label={t('groups.timeToAccept')}
          description={t('groups.timeToAcceptHelp')}
          {...seconds}
          value={value.timeToAcceptS}
          onChange={(next) => typeof next === 'number' && onChange({ timeToAcceptS: next })}
        />
        <NumberInput
          label={t('groups.maxQueueTime')}
          description={t('groups.maxQueueTimeHelp')}
          {...seconds}
          value={value.maxQueueTimeS}
          onChange={(next) => typeof next === 'number' && onChange({ maxQueueTimeS: next })}
        />
      </div>
      <Switch
        label={t('groups.autoPickup')}
        description={t('groups.autoPickupHelp')}
        checked={value.autoPickup}
        onChange={(event) => onChange({ autoPickup: event.currentTarget.checked })}
      />
    </>
  );
}

interface PriorityFieldProps {
  value: readonly PriorityKind[];
  onChange(next: PriorityKind[]): void;
}

/** Who is asked first: up to five kinds of priority, the upper ones stronger (AD-GR-11). */
function PriorityField({ value, onChange }: PriorityFieldProps) {
  const { t } = useTranslation();
  const unused = priorityKinds.filter((kind) => !value.includes(kind));
  return (
    <Input.Wrapper label={t('groups.priorities')} description={t('groups.prioritiesHelp')} labelElement="div">
      <div className={own.priorities}>
        <OrderedList
          label={t('groups.priorities')}
          items={value}
          keyOf={(kind) => kind}
          nameOf={(kind) => t(`priority.${kind}`)}
          onMove={(from, to) => onChange(moved(value, from, to))}
        >
          {(kind) => (
            <div className={own.priority}>
              <span className={classes.rowWords}>
                <span>{t(`priority.${kind}`)}</span>
                <span className={classes.small}>{t(`priorityHelp.${kind}`)}</span>
              </span>
              <RemoveButton
                label={t('order.remove', { name: t(`priority.${kind}`) })}
                onClick={() => onChange(value.filter((other) => other !== kind))}
              />
            </div>
          )}
        </OrderedList>
        {value.length === 0 && <p className={classes.help}>{t('groups.noPriorities')}</p>}
        {unused.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />}>
                {t('groups.addPriority')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {unused.map((kind) => (
                <Menu.Item key={kind} onClick={() => onChange([...value, kind])}>
                  {t(`priority.${kind}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
    </Input.Wrapper>
  );
}
