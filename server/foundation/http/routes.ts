import type { FastifyRequest, FastifySchema } from 'fastify';
import type { Actor, Policy } from '../security/actor.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call this route. A route without one does not register. */
    policy?: Policy;
    /** Shape of its errors: problem documents (RFC 9457) or what clients of the Public API expect (API-CONV-19). */
    errors?: 'problem' | 'public-api';
    /** Credential this route accepts; decides which resolver makes the actor. */
    credential?: CredentialKind;
  }
  interface FastifyRequest {
    actor: Actor;
  }
}

/** How a caller proves who they are; `none` for pages and scripts anyone may load. */
export type CredentialKind = 'none' | 'login' | 'guest' | 'api';

export type ActorResolver = (request: FastifyRequest) => Promise<Actor>;
export type Resolvers = Partial<Record<CredentialKind, ActorResolver>>;

/** One row of the route table, for the tests that attack every route. */
export interface RouteRow {
  method: string;
  url: string;
  credential: CredentialKind;
  policy: Policy;
  schema: FastifySchema;
}
