import { limits } from '@hovor/protocol/limits';
import { Accordion, Badge, Checkbox, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GroupOfTenant, User } from '../../../api/users.ts';
import { useWorkplace } from '../../../frame/desk-context.ts';
import { Fieldset } from '../parts/editor.tsx';
import classes from '../settings.module.css';
import { PhotoField } from './photo-field.tsx';
import { companyRoles, tenantRoleGroups } from './roles.ts';
import type { UserFormApi } from './user-editor.tsx';
import type { MembershipValues } from './user-form.ts';

interface RightsTabProps {
  form: UserFormApi;
  user: User;
  groups: ReadonlyMap<number, GroupOfTenant[]>;
  onPhoto(): Promise<unknown>;
}

/** Rights in the company, and per tenant rights, profile and groups (AD-US-5, AD-US-6, AD-US-8). */
export function RightsTab({ form, user, groups, onPhoto }: RightsTabProps) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const { memberships } = form.values;

  function setMember(tenantId: number, on: boolean) {
    const rest = memberships.filter((held) => held.tenantId !== tenantId);
    const fresh = { tenantId, roles: ['Operator', 'MluviiOperator'], nickname: '', position: '', groupIds: [] };
    const next = on ? [...rest, fresh] : rest;
    form.setFieldValue(
      'memberships',
      next.sort((one, other) => one.tenantId - other.tenantId),
    );
  }

  return (
    <>
      <Fieldset title={t('users.companyRights')}>
        <RoleBoxes
          roles={companyRoles}
          held={form.values.globalRoles}
          onChange={(roles) => form.setFieldValue('globalRoles', roles)}
        />
      </Fieldset>
      <Fieldset title={t('users.tenantRights')} help={t('users.tenantRightsHelp')}>
        <Accordion variant="separated" defaultValue={String(tenant.id)}>
          {me.tenants.map(({ id, name }) => {
            const index = memberships.findIndex((held) => held.tenantId === id);
            const held = memberships[index];
            return (
              <Accordion.Item key={id} value={String(id)}>
                <Accordion.Control>
                  {name}{' '}
                  {held && (
                    <Badge variant="default" size="sm">
                      {t('users.rightsCount', { count: held.roles.length })}
                    </Badge>
                  )}
                </Accordion.Control>
                <Accordion.Panel>
                  <div className={classes.fields}>
                    <Switch
                      label={t('users.member')}
                      checked={held !== undefined}
                      onChange={(event) => setMember(id, event.currentTarget.checked)}
                    />
                    {held && (
                      <MembershipFields
                        form={form}
                        index={index}
                        held={held}
                        user={user}
                        groups={groups.get(id) ?? []}
                        onPhoto={onPhoto}
                      />
                    )}
                  </div>
                </Accordion.Panel>
              </Accordion.Item>
            );
          })}
        </Accordion>
      </Fieldset>
    </>
  );
}

interface MembershipFieldsProps {
  form: UserFormApi;
  index: number;
  held: MembershipValues;
  user: User;
  groups: GroupOfTenant[];
  onPhoto(): Promise<unknown>;
}

function MembershipFields({ form, index, held, user, groups, onPhoto }: MembershipFieldsProps) {
  const { t } = useTranslation();
  const path = `memberships.${index}` as const;
  const chosen = groups.filter(({ type }) => type === 'NORMAL');
  const stored = user.memberships.find(({ tenantId }) => tenantId === held.tenantId);
  return (
    <>
      {stored && (
        <PhotoField
          userId={user.id}
          tenantId={held.tenantId}
          name={held.nickname || `${user.firstName} ${user.lastName}`}
          url={stored.photoUrl}
          onChanged={onPhoto}
        />
      )}
      <div className={classes.pair}>
        <TextInput
          label={t('users.nickname')}
          description={t('users.nicknameHelp')}
          maxLength={limits.nameLength}
          {...form.getInputProps(`${path}.nickname`)}
        />
        <TextInput
          label={t('users.position')}
          description={t('users.positionHelp')}
          maxLength={limits.nameLength}
          {...form.getInputProps(`${path}.position`)}
        />
      </div>
      {tenantRoleGroups.map(({ title, roles }) => (
        <Fieldset key={title} title={t(title)}>
          <RoleBoxes
            roles={roles}
            held={held.roles}
            onChange={(next) => form.setFieldValue(`${path}.roles`, next as never)}
          />
        </Fieldset>
      ))}
      <Fieldset title={t('users.groups')} help={chosen.length === 0 ? t('users.noGroups') : t('users.groupsHelp')}>
        {chosen.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={held.groupIds.includes(id)}
            onChange={(event) =>
              form.setFieldValue(`${path}.groupIds`, toggled(held.groupIds, id, event.currentTarget.checked) as never)
            }
          />
        ))}
      </Fieldset>
    </>
  );
}

interface RoleBoxesProps {
  roles: readonly RoleName[];
  held: readonly string[];
  onChange(roles: string[]): void;
}

type RoleName = (typeof companyRoles)[number] | (typeof tenantRoleGroups)[number]['roles'][number];

function RoleBoxes({ roles, held, onChange }: RoleBoxesProps) {
  const { t } = useTranslation();
  return roles.map((role) => (
    <Checkbox
      key={role}
      label={t(`role.${role}`)}
      checked={held.includes(role)}
      onChange={(event) => onChange(toggled(held, role, event.currentTarget.checked))}
    />
  ));
}

/** The list with one more or one less; on and off again is the same list. */
const toggled = <T,>(list: readonly T[], item: T, on: boolean): T[] =>
  on ? [...list, item].sort() : list.filter((other) => other !== item);
