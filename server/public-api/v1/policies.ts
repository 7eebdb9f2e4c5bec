import { type ApiPermission, type ApiResource, apiResources, serverPermission } from '../../directory/schema.ts';
import { notFound, Problem } from '../../foundation/errors.ts';
import type { ApiKeyActor, Policy } from '../../foundation/security/actor.ts';
import type { Operation } from './contract.ts';

/** What an API key must be allowed to do for an operation (SEC-KEY-2, SEC-KEY-3). */
export function permissionOf({ tag, method, url, operationId }: Operation): ApiPermission {
  if (operationId === 'createCompany') return serverPermission;
  if (tag === 'Chatbot') return 'chatbot';
  const resource = resourceOf(tag);
  const anonymises = url.toLowerCase().endsWith('/anonymize');
  if (anonymises && (resource === 'sessions' || resource === 'contacts' || resource === 'guests')) {
    return `${resource}.anonymise`;
  }
  return `${resource}.${method === 'GET' ? 'read' : 'write'}`;
}

function resourceOf(tag: string): ApiResource {
  const name = tag.toLowerCase();
  if (name === 'emailmessages' || name === 'emailthreads') return 'emails';
  if (name === 'metricdashboards') return 'metrics';
  const resource = apiResources.find((known) => known === name);
  if (!resource) throw new Error(`The contract has an area without permissions: ${tag}`);
  return resource;
}

export const keyMay =
  (permission: ApiPermission): Policy =>
  (actor) =>
    actor.kind === 'apiKey' &&
    actor.permissions.has(permission) &&
    (permission !== serverPermission || ofServer(actor));

/** Everybody the Public API knows; the operation itself looks at what they may see. */
export const anyCaller: Policy = (actor) => actor.kind === 'apiKey';

/** A key got the right to the whole server from a server administrator; a person must be one. */
const ofServer = ({ person }: ApiKeyActor) => !person || person.globalRoles.has('Admin');

/** The tenants a key may touch; null = all of its company. */
export const tenantsOf = ({ tenantIds }: ApiKeyActor): number[] | null => tenantIds && [...tenantIds];

export const reaches = ({ tenantIds }: ApiKeyActor, tenantId: number): boolean =>
  tenantIds === null || tenantIds.has(tenantId);

/** What belongs to a tenant the key is not for does not exist for it. @throws not-found */
export function requireReach(actor: ApiKeyActor, tenantId: number): void {
  if (!reaches(actor, tenantId)) throw notFound();
}

/** What concerns the whole company (users, new tenants, company settings) is closed to keys of single tenants. */
export function requireWholeCompany(actor: ApiKeyActor): void {
  if (actor.tenantIds === null) return;
  throw new Problem('not-permitted', { detail: 'This needs a key of the whole company.' });
}
