import { Chip, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Editor, Fieldset } from '../parts/editor.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import classes from '../settings.module.css';
import { useCompanySettings } from './use-company-settings.ts';

const documents = /^\.(doc|docx|xls|xlsx|ppt|pptx|ppsx|sldx|odt|ods|odp|txt|pdf)$/;
const pictures = /^\.(png|gif|bmp|jp.*|jif|jfif?|jfi|jf)$/;

/** Which files clients and operators may send (AD-CO-3). */
export default function FileTypesPage() {
  const { found, save } = useCompanySettings();
  return (
    <Loaded found={found}>
      {({ acceptedFileTypes, knownFileTypes }) => (
        <FileTypesForm accepted={acceptedFileTypes} known={knownFileTypes} save={save} />
      )}
    </Loaded>
  );
}

interface FileTypesFormProps {
  accepted: string[];
  known: string[];
  save(change: { acceptedFileTypes: string[] }): Promise<unknown>;
}

function FileTypesForm({ accepted, known, save }: FileTypesFormProps) {
  const { t } = useTranslation();
  const form = useSettingsForm({
    values: { acceptedFileTypes: accepted },
    validate: { acceptedFileTypes: (types) => (types.length === 0 ? t('fileTypes.none') : null) },
    save,
  });
  const types = form.values.acceptedFileTypes;
  // What is neither is sound and film; linked media have no ending of a file and are not among the known ones.
  const isMedia = (type: string) => !documents.test(type) && !pictures.test(type);
  const groups = [
    { title: t('fileTypes.documents'), own: known.filter((type) => documents.test(type)) },
    { title: t('fileTypes.pictures'), own: known.filter((type) => pictures.test(type)) },
    { title: t('fileTypes.media'), own: known.filter(isMedia) },
  ];
  return (
    <Editor title={t('fileTypes.title')} subtitle={t('fileTypes.subtitle')} form={form} alone>
      {groups.map(({ title, own }) => (
        <Fieldset key={title} title={title}>
          <Group gap="xs">
            {own.map((type) => (
              <Chip
                key={type}
                size="sm"
                checked={types.includes(type)}
                onChange={(on) =>
                  form.setFieldValue(
                    'acceptedFileTypes',
                    // In the order they were stored in, so that off and on again is no change.
                    on ? inOrder([...types, type], accepted) : types.filter((other) => other !== type),
                  )
                }
              >
                {type.slice(1)}
              </Chip>
            ))}
          </Group>
        </Fieldset>
      ))}
      {form.errors.acceptedFileTypes && (
        <p className={classes.error} role="alert">
          {form.errors.acceptedFileTypes}
        </p>
      )}
    </Editor>
  );
}

function inOrder(types: string[], stored: readonly string[]): string[] {
  const kept = stored.filter((type) => types.includes(type));
  return [...kept, ...types.filter((type) => !stored.includes(type))];
}
