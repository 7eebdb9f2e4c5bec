import { limits } from '@hovor/protocol/limits';
import { channelIdentityOf } from '../contacts/service.ts';
import { notFound, Problem } from '../foundation/errors.ts';
import type { GuestActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { lockSession } from './access.ts';
import { readPreset } from './catalogue-queries.ts';
import { type NewParam, upsertParams } from './param-queries.ts';
import { checkedParams, guestMaySet } from './param-rules.ts';
import type { StartInput } from './schema.ts';
import { insertSession, runningSession } from './session-queries.ts';
import { optionalLine, storable } from './text.ts';
import { recordOf, saveSession, touchQueue } from './transcript.ts';
import { parseUserAgent, userAgentLength } from './user-agent.ts';

/** Rounds between "there is one" and "it just ended" before we stop believing either. */
const rounds = 5;

/** Starts sessions (OP-SS-5): session, parameters and events in one transaction. */
export function createStart(store: Store) {
  return async function start(actor: GuestActor, input: StartInput): Promise<{ id: number; created: boolean }> {
    for (let round = 1; round <= rounds; round++) {
      const id = await transact(store, actor, (unit) => insert(unit, actor, input));
      if (id !== null) return { id, created: true };
      const running = await runningSession(store.db, actor.companyId, actor.guestId, input.presetId);
      if (running !== null) return { id: running, created: false };
    }
    throw new Problem('conflict', { detail: 'Another conversation keeps starting and ending. Try again.' });
  };

  async function insert(unit: Unit, actor: GuestActor, input: StartInput): Promise<number | null> {
    const preset = await readPreset(unit.db, actor.companyId, input.presetId);
    if (!preset?.active) throw notFound();
    const url = storable('url', input.url, limits.urlLength);
    const userAgent = input.userAgent?.slice(0, userAgentLength).replaceAll('\0', '').toWellFormed() ?? null;
    const id = await insertSession(unit.db, {
      companyId: actor.companyId,
      tenantId: preset.tenantId,
      guestId: actor.guestId,
      channelIdentityId: await channelIdentityOf(unit.db, { ...actor, tenantId: preset.tenantId }),
      presetId: preset.id,
      channel: 'Chat',
      source: input.invitation ? 'ChatInvitation' : 'Default',
      directCallNumber: input.invitation?.number ?? null,
      status: 'IN_QUEUE',
      scope: storable('scope', input.scope, limits.scopeLength),
      language: input.language,
      url,
      ip: input.ip,
      userAgent,
      ...parseUserAgent(userAgent),
      gdprVersion: input.consentVersion ? storable('consentVersion', input.consentVersion, 50) : null,
      created: unit.now,
      enteredQueue: unit.now,
    });
    if (id === null) return null;
    const session = await lockSession(unit, actor.companyId, id);
    await upsertParams(unit.db, session, initialParams({ ...input, url }, preset.name), unit.now);
    recordOf(unit, session, 'created', {
      tenantId: session.tenantId,
      channel: session.channel,
      source: session.source,
    });
    recordOf(unit, session, 'started', {
      tenantId: session.tenantId,
      channel: session.channel,
      source: session.source,
      started: unit.now.toISOString(),
    });
    await input.invitation?.accept(unit, session);
    await saveSession(unit, session);
    touchQueue(unit, session);
    return id;
  }
}

/** Parameters a session begins with (MOD-KEY). What the client typed beats what the page sent. */
function initialParams(input: StartInput, presetName: string): NewParam[] {
  const params = new Map<string, NewParam>();
  const set = (name: string, value: string | null, source: NewParam['source']) => {
    if (value) params.set(name, { name, value, source });
  };
  for (const [name, value] of Object.entries(checkedParams(input.params))) {
    if (guestMaySet(name)) set(name, value, 'WIDGET_API');
  }
  set('oo1_ref_url', input.url, 'WIDGET_API');
  set('oo1_page', presetName, 'WIDGET_API');
  set('oo1_widget_lang', input.language, 'WIDGET_API');
  set('oo1_guest_ident', optionalLine('name', input.name, limits.nameLength), 'ENTRY_FORM');
  set('oo1_guest_email', optionalLine('email', input.email, limits.emailLength), 'ENTRY_FORM');
  set('oo1_guest_phone', optionalLine('phone', input.phone, limits.phoneLength), 'ENTRY_FORM');
  return [...params.values()];
}
