import { MultiSelect } from '@mantine/core';
import { useWorkplace } from '../../../frame/desk-context.ts';

interface TenantChoiceProps {
  label: string;
  description: string;
  /** Shown while none is chosen. */
  all: string;
  value: readonly number[];
  onChange?(tenantIds: number[]): void;
}

/** Tenants something is limited to; none chosen = all of the company. Without `onChange` it can only be read. */
export function TenantChoice({ label, description, all, value, onChange }: TenantChoiceProps) {
  const { me } = useWorkplace();
  // A tenant that is gone from the user's list is still one the thing is limited to.
  const known = new Set(me.tenants.map(({ id }) => id));
  const others = value.filter((id) => !known.has(id)).map((id) => ({ value: String(id), label: `#${id}` }));
  return (
    <MultiSelect
      label={label}
      description={description}
      data={[...me.tenants.map(({ id, name }) => ({ value: String(id), label: name })), ...others]}
      placeholder={value.length === 0 ? all : ''}
      readOnly={!onChange}
      variant={onChange ? 'default' : 'filled'}
      value={value.map(String)}
      onChange={(chosen) => onChange?.(chosen.map(Number))}
      searchable={Boolean(onChange)}
      clearable={Boolean(onChange)}
    />
  );
}
