import type { WebhookEventType } from '@hovor/protocol/enums';
import { type WebhookCategory, webhookCategories, webhookEvents } from '@hovor/protocol/webhook-events';
import { Checkbox, Collapse, Input, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './webhooks.module.css';

const all = Object.entries(webhookEvents).map(([type, [category, waitsFor]]) => ({
  ...{ type: type as WebhookEventType, category, waitsFor },
}));

interface EventPickerProps {
  value: readonly WebhookEventType[];
  error?: string | undefined;
  onChange(eventTypes: WebhookEventType[]): void;
}

/** Event types by their four groups; those that wait for something not built yet stand apart. */
export function EventPicker({ value, error, onChange }: EventPickerProps) {
  const { t } = useTranslation();
  const chosen = new Set(value);
  const set = (types: readonly WebhookEventType[], on: boolean) => {
    const next = new Set(chosen);
    for (const type of types) {
      if (on) next.add(type);
      else next.delete(type);
    }
    // In the order of the list, so that choosing back and forth leaves no change.
    onChange(all.map(({ type }) => type).filter((type) => next.has(type)));
  };
  return (
    <Input.Wrapper label={t('webhooks.events')} labelElement="div" required error={error}>
      <div className={classes.groups}>
        {webhookCategories.map((category) => (
          <Category key={category} category={category} chosen={chosen} onSet={set} />
        ))}
      </div>
    </Input.Wrapper>
  );
}

interface CategoryProps {
  category: WebhookCategory;
  chosen: ReadonlySet<WebhookEventType>;
  onSet(types: readonly WebhookEventType[], on: boolean): void;
}

function Category({ category, chosen, onSet }: CategoryProps) {
  const { t } = useTranslation();
  const own = all.filter((event) => event.category === category);
  const now = own.filter(({ waitsFor }) => waitsFor === null);
  const later = own.filter(({ waitsFor }) => waitsFor !== null);
  const count = own.filter(({ type }) => chosen.has(type)).length;
  const [shown, setShown] = useState(later.some(({ type }) => chosen.has(type)));
  const types = own.map(({ type }) => type);

  return (
    <fieldset className={classes.eventGroup}>
      <legend className={classes.eventGroupHead}>
        <Checkbox
          label={t(`webhooks.${category}`)}
          checked={count === own.length}
          indeterminate={count > 0 && count < own.length}
          onChange={(event) => onSet(types, event.currentTarget.checked)}
        />
        <span className={`${classes.count} numbers`}>{t('webhooks.chosen', { count, all: own.length })}</span>
      </legend>
      {now.map(({ type }) => (
        <EventBox key={type} type={type} checked={chosen.has(type)} onChange={(on) => onSet([type], on)} />
      ))}
      {later.length > 0 && (
        <UnstyledButton className={classes.later} aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          {t('webhooks.showLater', { count: later.length })}
        </UnstyledButton>
      )}
      <Collapse expanded={shown}>
        <div className={classes.laterEvents}>
          {later.map(({ type, waitsFor }) => (
            <EventBox
              key={type}
              type={type}
              checked={chosen.has(type)}
              {...(waitsFor && { help: t('webhooks.later', { part: t(`laterPart.${waitsFor}`) }) })}
              onChange={(on) => onSet([type], on)}
            />
          ))}
        </div>
      </Collapse>
    </fieldset>
  );
}

interface EventBoxProps {
  type: WebhookEventType;
  checked: boolean;
  help?: string;
  onChange(on: boolean): void;
}

/** By its name in the protocol, which is what the receiving program reads. */
const EventBox = ({ type, checked, help, onChange }: EventBoxProps) => (
  <Checkbox
    className={classes.event}
    classNames={{ label: classes.eventName }}
    size="xs"
    label={type}
    description={help}
    checked={checked}
    onChange={(event) => onChange(event.currentTarget.checked)}
  />
);
