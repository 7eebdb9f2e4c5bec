import { type Channel, channels } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import type { ConditionOperator } from '@hovor/protocol/routing';
import type { RoutingTrial } from '@hovor/protocol/routing-explained';
import { Alert, Button, Group, Menu, Radio, Select, TextInput } from '@mantine/core';
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.ts';
import { routingsApi } from '../../../api/routing.ts';
import { useProblemText } from '../../../components/problem-text.ts';
import { RoutingSteps } from '../../../components/routing-steps.tsx';
import { Fieldset } from '../parts/editor.tsx';
import { RemoveButton } from '../parts/remove-button.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { changeOf, type Draft } from './draft.ts';
import own from './routing.module.css';
import type { RoutingWords } from './words.ts';

interface TryPanelProps {
  draft: Draft;
  words: RoutingWords;
}

const unique = (names: readonly string[]) => [...new Set(names)];

/** What would happen to a made-up client by the rules as they stand here, saved or not (AD-RT-12). */
export function TryPanel({ draft, words }: TryPanelProps) {
  const { t } = useTranslation();
  const { tenantId } = useSettingsPage();
  const problemText = useProblemText();
  const asked = unique(draft.rules.flatMap(({ conditions }) => conditions.map(({ param }) => param)));
  const [channel, setChannel] = useState<Channel>('Mluvii');
  const [values, setValues] = useState<Record<string, string>>({});
  const [added, setAdded] = useState<string[]>([]);
  const [at, setAt] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<RoutingTrial | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const shown = unique([...asked, ...added]).filter((name) => name !== 'channel');
  const others = words.params
    .flatMap(({ items }) => items)
    .filter(({ value }) => ![...shown, 'channel'].includes(value));

  async function run() {
    if (busy || at === '') return;
    setBusy(true);
    setProblem(null);
    try {
      const { rules, fallback } = changeOf(draft);
      const params = Object.fromEntries(shown.flatMap((name) => (values[name] ? [[name, values[name]] as const] : [])));
      const when = at === null ? {} : { at: new Date(at).toISOString() };
      setAnswer(await routingsApi.trial(tenantId, { rules, fallback, channel, params, ...when }));
    } catch (error) {
      setAnswer(null);
      const wrongRule =
        error instanceof ApiProblem && Object.keys(error.fields).some((field) => field.startsWith('rules'));
      setProblem(wrongRule ? t('trial.wrongRules') : problemText(error));
    }
    setBusy(false);
  }

  // Enter tries; it must not save what is only being tried.
  function tryByEnter(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || event.target.role === 'combobox')
      return;
    event.preventDefault();
    void run();
  }

  return (
    <>
      <Fieldset title={t('trial.client')} help={t('trial.clientHelp')}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: catches Enter of the fields inside */}
        <div className={own.trial} onKeyDown={tryByEnter}>
          <Select
            label={words.paramLabel('channel')}
            allowDeselect={false}
            data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
            value={channel}
            onChange={(next) => next && setChannel(next as Channel)}
          />
          {shown.map((name) => {
            const choices = words.choices(name);
            const change = (value: string) => setValues({ ...values, [name]: value });
            return (
              <div key={name} className={own.trialField}>
                {choices ? (
                  <Select
                    label={words.paramLabel(name)}
                    clearable
                    data={choices}
                    value={values[name] || null}
                    onChange={(next) => change(next ?? '')}
                  />
                ) : (
                  <TextInput
                    label={words.paramLabel(name)}
                    placeholder={t('trial.notGiven')}
                    maxLength={limits.paramValueLength}
                    value={values[name] ?? ''}
                    onChange={(event) => change(event.currentTarget.value)}
                  />
                )}
                {added.includes(name) && !asked.includes(name) && (
                  <RemoveButton
                    label={t('order.remove', { name: words.paramLabel(name) })}
                    onClick={() => setAdded(added.filter((other) => other !== name))}
                  />
                )}
              </div>
            );
          })}
          {others.length > 0 && (
            <Menu position="bottom-start">
              <Menu.Target>
                <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />}>
                  {t('trial.addValue')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown mah={300} style={{ overflowY: 'auto' }}>
                {others.map(({ value, label }) => (
                  <Menu.Item key={value} onClick={() => setAdded([...added, value])}>
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          <Radio.Group
            label={t('trial.when')}
            description={t(at === null ? 'trial.nowHelp' : 'trial.atHelp')}
            value={at === null ? 'now' : 'at'}
            onChange={(next) => setAt(next === 'now' ? null : inAnHour())}
          >
            <Group gap="md" mt={4} mb={4}>
              <Radio value="now" label={t('trial.now')} />
              <Radio value="at" label={t('trial.at')} />
              {at !== null && (
                <TextInput
                  type="datetime-local"
                  size="xs"
                  aria-label={t('trial.moment')}
                  value={at}
                  onChange={(event) => setAt(event.currentTarget.value)}
                />
              )}
            </Group>
          </Radio.Group>
          <Button
            className={own.trialStart}
            loading={busy}
            disabled={at === ''}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => void run()}
          >
            {t('trial.run')}
          </Button>
        </div>
      </Fieldset>
      {problem && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      {answer && <Answer answer={answer} words={words} />}
    </>
  );
}

/** The next whole hour, as the field takes it. */
function inAnHour(): string {
  const hour = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000);
  return new Date(hour.getTime() - hour.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Answer({ answer, words }: { answer: RoutingTrial; words: RoutingWords }) {
  const { t } = useTranslation();
  const { outcome, assumed, steps, groups } = answer;
  return (
    <section aria-label={t('trial.result')} aria-live="polite">
      <h3 className={classes.legend}>{t('trial.result')}</h3>
      <p>
        {t(`trialOutcome.${outcome}`)} {assumed && t('trial.assumed')}
      </p>
      {groups.length > 0 && (
        <ul className={own.trialGroups} aria-label={t('routing.groups')}>
          {groups.map(({ group, open, waiting, ready, free }) => (
            <li key={group.id}>
              {group.name ?? `#${group.id}`}: {t(open ? 'hours.open' : 'hours.closed')},{' '}
              {t('routing.figures', { waiting, online: ready, free })}
            </li>
          ))}
        </ul>
      )}
      <RoutingSteps
        steps={steps}
        since={answer.at}
        conditionText={({ param, operator, value }) =>
          words.conditionText({ param, operator: operator as ConditionOperator, value: value ?? '' })
        }
      />
    </section>
  );
}
