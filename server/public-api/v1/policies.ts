import { type ApiPermission, type ApiResource, apiResources } from '../../directory/schema.ts';
import type { Policy } from '../../foundation/security/actor.ts';
import type { Operation } from './contract.ts';

/** What an API key must be allowed to do for an operation (SEC-KEY-2, SEC-KEY-3). */
export function permissionOf({ tag, method, url }: Operation): ApiPermission {
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
    actor.kind === 'apiKey' && actor.permissions.has(permission);
