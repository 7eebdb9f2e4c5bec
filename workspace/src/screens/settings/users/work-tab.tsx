import { limits } from '@hovor/protocol/limits';
import { ActionIcon, Button, NumberInput, Rating, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Skill } from '../../../api/users.ts';
import { Fieldset } from '../parts/editor.tsx';
import classes from '../settings.module.css';
import type { UserFormApi } from './user-editor.tsx';

const families = ['live', 'asynchronous', 'email'] as const;

/** How much a user can serve at once (AD-US-9), and what they are good at (AD-US-11). */
export function WorkTab({ form }: { form: UserFormApi }) {
  const { t } = useTranslation();
  const { skills } = form.values;
  const set = (next: Skill[]) => form.setFieldValue('skills', next);
  return (
    <>
      <Fieldset title={t('users.slots')} help={t('users.slotsHelp')}>
        {families.map((family) => (
          <NumberInput
            key={family}
            label={t(`users.${family}Slots`)}
            min={0}
            max={1000}
            allowDecimal={false}
            w={200}
            {...form.getInputProps(`${family}Slots`)}
          />
        ))}
      </Fieldset>
      <Fieldset title={t('users.skills')} help={t('users.skillsHelp')}>
        {skills.map((skill, index) => (
          <SkillLine
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity than their place
            key={index}
            skill={skill}
            onChange={(next) => set(skills.with(index, next))}
            onRemove={() => set(skills.toSpliced(index, 1))}
          />
        ))}
        {skills.length < limits.skillsPerUser && (
          <div>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => set([...skills, { kind: 'language', name: '', level: 3 }])}
            >
              {t('users.addSkill')}
            </Button>
          </div>
        )}
      </Fieldset>
    </>
  );
}

interface SkillLineProps {
  skill: Skill;
  onChange(skill: Skill): void;
  onRemove(): void;
}

function SkillLine({ skill, onChange, onRemove }: SkillLineProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.skill}>
      <SegmentedControl
        size="xs"
        aria-label={t('users.skillKind')}
        data={[
          { value: 'language', label: t('users.skillLanguage') },
          { value: 'tag', label: t('users.skillTag') },
        ]}
        value={skill.kind}
        onChange={(kind) => onChange({ ...skill, kind })}
      />
      <TextInput
        size="xs"
        className={classes.grow}
        aria-label={t('settings.name')}
        placeholder={t(skill.kind === 'language' ? 'users.skillLanguageHint' : 'users.skillTagHint')}
        autoCapitalize="off"
        maxLength={limits.tagNameLength}
        value={skill.name}
        onChange={(event) => onChange({ ...skill, name: event.currentTarget.value })}
      />
      <Rating
        count={5}
        aria-label={t('users.skillLevel')}
        getSymbolLabel={(level) => t('users.skillLevelOf', { level })}
        value={skill.level}
        onChange={(level) => onChange({ ...skill, level: Math.max(1, level) })}
      />
      <ActionIcon size="sm" aria-label={t('users.removeSkill', { name: skill.name })} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
