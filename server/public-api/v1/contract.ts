import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The contract existing clients rely on, read from its file: which operations there are. The code never lists an
 * operation a second time, so none can be forgotten.
 */
export interface Operation {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Address with parameters named after the thing (`/api/v1/Webhooks/:webhookId`). */
  url: string;
  /** Area of the API, as in the contract's tags. */
  tag: string;
  hasBody: boolean;
}

interface ContractFile {
  paths: Record<string, Record<string, { operationId?: string; tags?: string[]; requestBody?: unknown }>>;
}

const file = join(import.meta.dirname, 'contract/public-api.openapi.json');

/** What `{id}` means, by the first part of the path; the rest of the names are those of the contract. */
const things: Record<string, string> = {
  campaigns: 'campaignId',
  chatbot: 'chatbotId',
  companies: 'companyId',
  departments: 'tenantId',
  groups: 'groupId',
  metrics: 'metricId',
  routings: 'routingId',
  tags: 'tagId',
  users: 'userId',
  webhooks: 'webhookId',
  widgets: 'presetId',
};
const renamed: Record<string, string> = { departmentId: 'tenantId', guid: 'guestGuid', tagIdOrName: 'tagId' };

/** The contract, word for word. */
export const readContract = () => JSON.parse(readFileSync(file, 'utf8')) as ContractFile;

/** All operations below `/api/v1`; the token endpoint belongs to the authorisation server. */
export function readOperations(): Operation[] {
  const { paths } = readContract();
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId = '', tags = [], requestBody }]) => ({
        operationId,
        method: method.toUpperCase() as Operation['method'],
        url: routeUrl(path),
        tag: tags[0] ?? '',
        hasBody: requestBody !== undefined,
      })),
    );
}

function routeUrl(path: string): string {
  const area = path.split('/')[3]?.toLowerCase() ?? '';
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name !== 'id') return `:${renamed[name] ?? name}`;
    return `:${path.includes('/invitations/') ? 'invitationId' : (things[area] ?? 'id')}`;
  });
}
