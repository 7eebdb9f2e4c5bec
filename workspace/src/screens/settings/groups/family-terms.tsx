import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Family, families, type Group, type GroupTerms } from '../../../api/routing.ts';
import { Fieldset } from '../parts/editor.tsx';
import own from './groups.module.css';
import { TermsFields } from './terms-fields.tsx';

interface FamilyTermsProps {
  /** What holds where nothing else is said. */
  group: GroupTerms;
  value: Group['byFamily'];
  onChange(next: Group['byFamily']): void;
}

/** Other rules for live channels, messengers or e-mail than the group's own (AD-GR-5). */
export function FamilyTerms({ group, value, onChange }: FamilyTermsProps) {
  const { t } = useTranslation();
  const { distribution, timeToAcceptS, maxQueueTimeS, autoPickup, priorities } = group;
  const terms = { distribution, timeToAcceptS, maxQueueTimeS, autoPickup, priorities };

  function change(family: Family, next: Partial<GroupTerms> | null) {
    const { [family]: _, ...others } = value;
    onChange(next === null ? others : { ...others, [family]: next });
  }

  return (
    <Fieldset title={t('groups.byFamily')} help={t('groups.byFamilyHelp')}>
      {families.map((family) => {
        const differs = value[family];
        return (
          <div key={family} className={own.family}>
            <Switch
              label={t(`family.${family}`)}
              description={t(`familyHelp.${family}`)}
              checked={differs !== undefined}
              onChange={(event) => change(family, event.currentTarget.checked ? terms : null)}
            />
            {differs && (
              <fieldset className={own.familyFields} aria-label={t(`family.${family}`)}>
                <TermsFields
                  value={{ ...terms, ...differs }}
                  onChange={(next) => change(family, { ...terms, ...differs, ...next })}
                />
              </fieldset>
            )}
          </div>
        );
      })}
    </Fieldset>
  );
}
