import type { Actor } from '../foundation/security/actor.ts';

/** Definitions hold for the whole company, so a key of single tenants changes none. */
export function mayDefine(actor: Actor): boolean {
  if (actor.kind === 'apiKey') return actor.tenantIds === null && actor.permissions.has('metrics.write');
  return actor.kind === 'system';
}
