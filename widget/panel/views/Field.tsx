import { useId } from 'preact/hooks';
import { usePanel } from './use.ts';

interface FieldProps {
  name: string;
  label: string;
  value: string;
  required: boolean;
  problem: string | undefined;
  maxLength: number;
  type?: 'text' | 'email' | 'tel' | 'area';
  autoComplete?: string;
  onInput(value: string): void;
  onLeave?(): void;
}

/** A labelled field; what is wrong with it stands right below, in words. */
export function Field(props: FieldProps) {
  const { say } = usePanel().words;
  const id = useId();
  const shared = {
    id,
    name: props.name,
    value: props.value,
    maxLength: props.maxLength,
    autoComplete: props.autoComplete ?? 'off',
    'aria-invalid': props.problem ? true : undefined,
    'aria-describedby': props.problem ? `${id}-problem` : undefined,
    'aria-required': props.required || undefined,
    onBlur: props.onLeave,
    onInput: (event: Event) => props.onInput((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <div class="field">
      <label for={id}>
        {props.label} {!props.required && <span class="quiet">({say('optional')})</span>}
      </label>
      {props.type === 'area' ? (
        <textarea rows={4} {...shared} />
      ) : (
        <input {...shared} type={props.type ?? 'text'} list={undefined} />
      )}
      {props.problem && (
        <p class="problem" id={`${id}-problem`}>
          {props.problem}
        </p>
      )}
    </div>
  );
}
