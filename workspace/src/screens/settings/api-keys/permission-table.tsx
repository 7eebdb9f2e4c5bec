import {
  type ApiPermission,
  type ApiResource,
  anonymisable,
  apiPermissions,
  apiResources,
  serverPermission,
} from '@hovor/protocol/api-permissions';
import { Checkbox, Input, Stack, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWorkplace } from '../../../frame/desk-context.ts';
import classes from './api-keys.module.css';

interface PermissionTableProps {
  value: readonly string[];
  readOnly: boolean;
  onChange(permissions: string[]): void;
}

const verbs = ['read', 'write', 'anonymise'] as const;
const personal: readonly ApiResource[] = anonymisable;
const permissionOf = (area: ApiResource, verb: (typeof verbs)[number]): ApiPermission | null =>
  verb === 'anonymise' && !personal.includes(area) ? null : (`${area}.${verb}` as ApiPermission);

/** What a key may do: areas of the Public API by reading, writing, anonymising, and two special rights (SEC-KEY-3). */
export function PermissionTable({ value, readOnly, onChange }: PermissionTableProps) {
  const { t } = useTranslation();
  const { me } = useWorkplace();
  const held = new Set(value);
  const set = (permissions: readonly string[], on: boolean) => {
    if (readOnly) return;
    const next = new Set(held);
    for (const permission of permissions) {
      if (on) next.add(permission);
      else next.delete(permission);
    }
    // In the order of the catalogue, so that choosing back and forth leaves no change.
    onChange(apiPermissions.filter((permission) => next.has(permission)));
  };
  const special: [ApiPermission, string][] = [
    ['chatbot', t('apiKeys.chatbot')],
    ...(me.globalRoles.includes('Admin') || held.has(serverPermission)
      ? [[serverPermission, t('apiKeys.companiesCreate')] as [ApiPermission, string]]
      : []),
  ];

  return (
    <Input.Wrapper
      label={t('apiKeys.permissions')}
      labelElement="div"
      description={held.size === 0 && t('apiKeys.permissionsNone')}
    >
      <Table className={classes.permissions} horizontalSpacing="xs" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('apiKeys.area')}</Table.Th>
            {verbs.map((verb) => (
              <Table.Th key={verb}>
                <AllBox verb={verb} held={held} readOnly={readOnly} onSet={set} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {apiResources.map((area) => (
            <Table.Tr key={area}>
              <Table.Th scope="row" className={classes.area}>
                {t(`apiArea.${area}`)}
              </Table.Th>
              {verbs.map((verb) => {
                const permission = permissionOf(area, verb);
                return (
                  <Table.Td key={verb}>
                    {permission && (
                      <Checkbox
                        size="xs"
                        aria-label={`${t(`apiArea.${area}`)}: ${t(`apiKeys.${verb}`)}`}
                        checked={held.has(permission)}
                        disabled={readOnly}
                        onChange={(event) => set([permission], event.currentTarget.checked)}
                      />
                    )}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Stack gap={8} mt="xs">
        {special.map(([permission, label]) => (
          <Checkbox
            key={permission}
            size="xs"
            label={label}
            checked={held.has(permission)}
            disabled={readOnly}
            onChange={(event) => set([permission], event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </Input.Wrapper>
  );
}

interface AllBoxProps {
  verb: (typeof verbs)[number];
  held: ReadonlySet<string>;
  readOnly: boolean;
  onSet(permissions: readonly string[], on: boolean): void;
}

/** The head of a column chooses all of it. */
function AllBox({ verb, held, readOnly, onSet }: AllBoxProps) {
  const { t } = useTranslation();
  const own = apiResources.flatMap((area) => permissionOf(area, verb) ?? []);
  const count = own.filter((permission) => held.has(permission)).length;
  const name = t(`apiKeys.${verb}`);
  return (
    <Checkbox
      classNames={{ body: classes.all, labelWrapper: classes.allLabel }}
      size="xs"
      label={name}
      aria-label={t('apiKeys.allOf', { name })}
      checked={count === own.length}
      indeterminate={count > 0 && count < own.length}
      disabled={readOnly}
      onChange={(event) => onSet(own, event.currentTarget.checked)}
    />
  );
}
