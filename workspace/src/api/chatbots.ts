import { request } from './http.ts';

/** An API chatbot of a tenant (AD-CB). */
export interface Chatbot {
  id: number;
  groupId: number;
  name: string;
  callbackUrl: string | null;
  state: 'enabled' | 'disabled';
  autoStart: boolean;
  /** Conversations it has now. */
  sessions: number;
  failingSince: string | null;
  lastError: string | null;
  lastErrorAt: string | null;
  lastSeen: string | null;
  disabledReason: string | null;
  created: string;
}

export interface ChatbotChange {
  name: string;
  callbackUrl: string | null;
  autoStart: boolean;
}

export interface CheckResult {
  ok: boolean;
  /** Milliseconds. */
  took: number;
  error: string | null;
  chatbot: Chatbot;
}

const base = (tenantId: number) => `/tenants/${tenantId}/chatbots`;

export const chatbotsApi = {
  list: (tenantId: number) => request<Chatbot[]>('GET', base(tenantId)),
  add: (tenantId: number, chatbot: ChatbotChange) => request<{ id: number }>('POST', base(tenantId), chatbot),
  change: (tenantId: number, id: number, change: Partial<ChatbotChange>) =>
    request<Chatbot>('PUT', `${base(tenantId)}/${id}`, change),
  /** Pings it now; one that is off is switched on when it answers. */
  check: (tenantId: number, id: number) => request<CheckResult>('POST', `${base(tenantId)}/${id}/check`),
  setEnabled: (tenantId: number, id: number, enabled: boolean) =>
    request<Chatbot>('PUT', `${base(tenantId)}/${id}/state`, { enabled }),
};
