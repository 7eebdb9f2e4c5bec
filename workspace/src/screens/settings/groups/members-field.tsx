import { Badge, Checkbox, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Member, tenantMembers } from '../../../api/routing.ts';
import { ProblemView } from '../../../components/problem-view.tsx';
import { matches } from '../../../frame/matching.ts';
import { Waiting } from '../../../frame/where-you-belong.tsx';
import { Fieldset } from '../parts/editor.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import own from './groups.module.css';

interface MembersFieldProps {
  value: readonly number[];
  onChange(next: number[]): void;
}

const nameOf = ({ firstName, lastName, username }: Member) => `${firstName} ${lastName}`.trim() || username;

/** A box per user of the tenant (AD-GR-2), with what they are good at. */
export function MembersField({ value, onChange }: MembersFieldProps) {
  const { t } = useTranslation();
  const { tenantId } = useSettingsPage();
  const [search, setSearch] = useState('');
  const found = useQuery({ queryKey: ['settings', 'members', tenantId], queryFn: () => tenantMembers(tenantId) });
  const chosen = new Set(value);
  const everybody = found.data ?? [];
  const shown = everybody.filter((member) => matches(`${nameOf(member)} ${skillWords(member)}`, search));

  const toggle = (id: number) =>
    onChange(chosen.has(id) ? value.filter((other) => other !== id) : [...value, id].sort((a, b) => a - b));

  return (
    <Fieldset title={t('groups.membersTitle', { count: value.length })}>
      {found.error && !found.data ? (
        <ProblemView problem={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Waiting />
      ) : everybody.length === 0 ? (
        <p className={classes.help}>{t('groups.nobodyHere')}</p>
      ) : (
        <>
          {everybody.length > 8 && (
            <TextInput
              type="search"
              size="xs"
              aria-label={t('groups.findMember')}
              placeholder={t('groups.findMember')}
              leftSection={<IconSearch size={14} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            />
          )}
          <ul className={own.members} aria-label={t('groups.membersTitle', { count: value.length })}>
            {shown.map((member) => (
              <li key={member.id} className={own.member}>
                <Checkbox label={nameOf(member)} checked={chosen.has(member.id)} onChange={() => toggle(member.id)} />
                <Skills member={member} tenantId={tenantId} />
              </li>
            ))}
            {shown.length === 0 && <li className={classes.help}>{t('settings.noneFound', { text: search })}</li>}
          </ul>
        </>
      )}
    </Fieldset>
  );
}

const skillWords = ({ skills }: Member) => skills.map(({ name }) => name).join(' ');

function Skills({ member, tenantId }: { member: Member; tenantId: number }) {
  const { t } = useTranslation();
  const roles = member.memberships.find((one) => one.tenantId === tenantId)?.roles ?? [];
  return (
    <span className={own.skills}>
      {!roles.includes('Operator') && <span className={classes.small}>{t('groups.notOperator')}</span>}
      {member.skills.map(({ kind, name, level }) => (
        <Badge
          key={`${kind} ${name}`}
          variant="default"
          size="sm"
          tt="none"
          aria-label={t('groups.skill', { name, level })}
        >
          {name} {level}
        </Badge>
      ))}
    </span>
  );
}
