import { useState } from 'preact/hooks';
import { limits } from '../../../protocol/limits.ts';
import type { WordKey } from '../../../protocol/panel-words/en.ts';
import type { PanelState } from '../state.ts';
import { checkEmail, checkName, checkPhone } from '../validation.ts';
import { Field } from './Field.tsx';
import { Icon } from './icons.tsx';
import { useDraft, usePanel } from './use.ts';

/** Nobody is here: a message and a way to answer it, stored by the server (AD-PK-8). */
export function OfflineForm({ state, onBack }: { state: PanelState; onBack: (() => void) | null }) {
  const panel = usePanel();
  const { say } = panel.words;
  const { presetId, offlineForm } = state.picture.config;
  // Somebody who leaves no address at all cannot be answered.
  const unreachable = offlineForm.email === 'hidden' && offlineForm.phone === 'hidden';
  const form = unreachable ? { ...offlineForm, email: 'required' as const } : offlineForm;
  const [name, setName] = useDraft('name');
  const [email, setEmail] = useDraft('email');
  const [phone, setPhone] = useDraft('phone');
  const [message, setMessage] = useDraft('offline');
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [phase, setPhase] = useState<'writing' | 'sending' | 'failed' | 'done'>('writing');

  const problems: Record<string, WordKey | null> = {
    message: message.trim() ? null : 'needMessage',
    name: form.name === 'hidden' ? null : checkName(name, form.name),
    email: form.email === 'hidden' ? null : checkEmail(email, form.email),
    phone: form.phone === 'hidden' ? null : checkPhone(phone, form.phone),
  };
  const problemOf = (field: string) => {
    const key = shown.has(field) ? problems[field] : null;
    return key ? say(key) : undefined;
  };
  const leave = (field: string, value: string) => () => value && setShown(new Set([...shown, field]));

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (phase === 'sending') return;
    const wrong = Object.keys(problems).find((field) => problems[field]);
    setShown(new Set(Object.keys(problems)));
    if (wrong) {
      (event.currentTarget as HTMLFormElement).querySelector<HTMLElement>(`[name=${wrong}]`)?.focus();
      return;
    }
    setPhase('sending');
    try {
      await panel.api.leaveMessage({
        presetId,
        language: state.picture.language,
        url: state.picture.url.slice(0, limits.urlLength),
        name: form.name === 'hidden' ? null : name.trim() || null,
        email: form.email === 'hidden' ? null : email.trim() || null,
        phone: form.phone === 'hidden' ? null : phone.trim() || null,
        message,
      });
      setMessage('');
      setShown(new Set());
      setPhase('done');
    } catch {
      setPhase('failed');
    }
  };

  const contact = (form.email !== 'hidden' && email.trim()) || (form.phone !== 'hidden' && phone.trim());
  if (phase === 'done') {
    return (
      <main class="middle centre">
        <span class="badge">
          <Icon name="check" />
        </span>
        <div role="status">
          <h2>{say('offlineDone')}</h2>
        </div>
        {contact && <p class="quiet">{say('offlineDoneText', { contact })}</p>}
        <button type="button" class="link" onClick={() => setPhase('writing')}>
          {say('another')}
        </button>
      </main>
    );
  }
  return (
    <main class="middle">
      <div class="greeting">
        <h2>{say(onBack ? 'leaveMessage' : 'offlineTitle')}</h2>
        <p class="quiet">{say('offlineText')}</p>
      </div>
      <form noValidate onSubmit={submit}>
        <Field
          name="message"
          type="area"
          label={say('offlineMessage')}
          value={message}
          required
          problem={problemOf('message')}
          maxLength={limits.offlineMessageLength}
          onInput={setMessage}
        />
        {form.name !== 'hidden' && (
          <Field
            name="name"
            label={say('name')}
            value={name}
            required={form.name === 'required'}
            problem={problemOf('name')}
            maxLength={limits.nameLength}
            autoComplete="name"
            onInput={setName}
            onLeave={leave('name', name)}
          />
        )}
        {form.email !== 'hidden' && (
          <Field
            name="email"
            type="email"
            label={say('email')}
            value={email}
            required={form.email === 'required'}
            problem={problemOf('email')}
            maxLength={limits.emailLength}
            autoComplete="email"
            onInput={setEmail}
            onLeave={leave('email', email)}
          />
        )}
        {form.phone !== 'hidden' && (
          <Field
            name="phone"
            type="tel"
            label={say('phone')}
            value={phone}
            required={form.phone === 'required'}
            problem={problemOf('phone')}
            maxLength={limits.phoneLength}
            autoComplete="tel"
            onInput={setPhone}
            onLeave={leave('phone', phone)}
          />
        )}
        {phase === 'failed' && (
          <p class="problem" role="alert">
            {say('startFailed')}
          </p>
        )}
        <button type="submit" class="main">
          {say(phase === 'sending' ? 'starting' : 'offlineSend')}
        </button>
        {onBack && (
          <button type="button" class="plain" onClick={onBack}>
            {say('backToChat')}
          </button>
        )}
      </form>
    </main>
  );
}
