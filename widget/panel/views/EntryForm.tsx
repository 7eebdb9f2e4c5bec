import { useState } from 'preact/hooks';
import { limits } from '../../../protocol/limits.ts';
import type { WordKey } from '../../../protocol/panel-words/en.ts';
import type { PanelState } from '../state.ts';
import { checkEmail, checkName, checkPhone } from '../validation.ts';
import { Composer } from './Composer.tsx';
import { Field } from './Field.tsx';
import { Icon } from './icons.tsx';
import { useDraft, usePanel } from './use.ts';

/**
 * The way in. With an entry form the client says who they are and enters the queue; without one the first message
 * does, so that a window opened by mistake calls nobody.
 */
export function EntryForm({ state, onLeaveMessage }: { state: PanelState; onLeaveMessage(): void }) {
  const panel = usePanel();
  const { say } = panel.words;
  const form = state.picture.config.entryForm;
  const asksSomething =
    form.enabled && (form.consent || [form.name, form.email, form.phone].some((need) => need !== 'hidden'));
  const busy = state.packageState === 'busy';
  const greeting = (
    <div class="greeting">
      <h2>{say('hello')}</h2>
      <p class="quiet">{say(busy ? 'helloBusy' : 'helloOnline')}</p>
      {busy && (
        <button type="button" class="link" onClick={onLeaveMessage}>
          <Icon name="mail" /> {say('leaveMessage')}
        </button>
      )}
    </div>
  );
  const problem = state.problem && (
    <p class="problem" role="alert">
      {say(state.problem)}
    </p>
  );

  if (!asksSomething) {
    return (
      <>
        <main class="middle">
          {greeting}
          {problem}
          {state.starting && <p class="quiet">{say('starting')}</p>}
        </main>
        <Composer turn={{ writes: true, attaches: false }} state={state} onSend={(text) => panel.start({}, text)} />
      </>
    );
  }
  return (
    <main class="middle">
      {greeting}
      <Questions state={state} />
      {problem}
    </main>
  );
}

function Questions({ state }: { state: PanelState }) {
  const panel = usePanel();
  const { say } = panel.words;
  const form = state.picture.config.entryForm;
  const [name, setName] = useDraft('name');
  const [email, setEmail] = useDraft('email');
  const [phone, setPhone] = useDraft('phone');
  const [consent, setConsent] = useState(false);
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());

  const problems: Record<string, WordKey | null> = {
    name: form.name === 'hidden' ? null : checkName(name, form.name),
    email: form.email === 'hidden' ? null : checkEmail(email, form.email),
    phone: form.phone === 'hidden' ? null : checkPhone(phone, form.phone),
    consent: form.consent && !consent ? 'needConsent' : null,
  };
  const problemOf = (field: string) => {
    const key = shown.has(field) ? problems[field] : null;
    return key ? say(key) : undefined;
  };
  // While leaving a field only what was typed is judged; that something is missing is said when sending.
  const leave = (field: string, value: string) => () => value && setShown(new Set([...shown, field]));

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = Object.keys(problems).find((field) => problems[field]);
    setShown(new Set(Object.keys(problems)));
    if (wrong) {
      (event.currentTarget as HTMLFormElement).querySelector<HTMLElement>(`[name=${wrong}]`)?.focus();
      return;
    }
    panel.start({
      name: name.trim() || null,
      email: email.trim() || null,
      phone: phone.trim() || null,
      consentVersion: form.consent ? form.consentVersion : null,
    });
  };

  return (
    <form noValidate onSubmit={submit}>
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
      {form.consent && (
        <div class="field">
          <label class="tick">
            <input
              type="checkbox"
              name="consent"
              checked={consent}
              aria-required="true"
              aria-invalid={problemOf('consent') ? true : undefined}
              aria-describedby={problemOf('consent') ? 'consent-problem' : undefined}
              onChange={(event) => setConsent(event.currentTarget.checked)}
            />
            <span>{say('consent')}</span>
          </label>
          {problemOf('consent') && (
            <p class="problem" id="consent-problem">
              {problemOf('consent')}
            </p>
          )}
        </div>
      )}
      <button type="submit" class="main" aria-disabled={state.starting || undefined}>
        {say(state.starting ? 'starting' : 'start')}
      </button>
    </form>
  );
}
