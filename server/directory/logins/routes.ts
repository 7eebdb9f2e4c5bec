import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { FastifyReply } from 'fastify';
import type { App } from '../../foundation/http/server.ts';
import { userActor } from '../../foundation/security/actor.ts';
import { sourceOf } from '../../foundation/security/source.ts';
import { atTheDoor, ownAccount } from '../policies.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';
import { cookieOptions, loginCookie, readLoginToken } from './cookie.ts';

/** Logging in and out, and the user's own account. */
export function registerLoginRoutes(app: App, { logins, passwords, profile, publicUrl }: Directory) {
  const options = cookieOptions(publicUrl);
  const door = { policy: atTheDoor, credential: 'login' } as const;
  const own = { policy: ownAccount, credential: 'login' } as const;
  const forget = (reply: FastifyReply) => reply.clearCookie(loginCookie, { ...options, maxAge: undefined });

  app.post(
    '/app-api/login',
    { config: door, schema: { body: schema.LoginBody, response: { 200: schema.MeAnswer } } },
    async (request, reply) => {
      const { login, password } = request.body;
      const { token, actor } = await logins.logIn({
        name: login,
        password,
        source: sourceOf(request.ip),
        ip: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
        replaces: readLoginToken(request.headers),
      });
      reply.setCookie(loginCookie, token, options).header('cache-control', 'no-store');
      return profile.me(actor);
    },
  );

  app.post('/app-api/logout', { config: door, schema: { response: { 204: schema.Done } } }, async (request, reply) => {
    if (request.actor.kind === 'user') await logins.logOut(request.actor);
    return forget(reply).code(204).send(null);
  });

  app.post(
    '/app-api/logout-everywhere',
    { config: own, schema: { response: { 204: schema.Done } } },
    async (request, reply) => {
      await logins.logOutEverywhere(userActor(request.actor));
      return forget(reply).code(204).send(null);
    },
  );

  app.get(
    '/app-api/logins',
    { config: own, schema: { response: { 200: Type.Array(schema.RunningLogin) } } },
    async (request) => {
      const actor = userActor(request.actor);
      const running = await logins.list(actor);
      return running.map((login) => ({
        id: login.id,
        created: login.created.toISOString(),
        lastSeen: login.lastSeen.toISOString(),
        ip: login.ip,
        userAgent: login.userAgent,
        current: login.id === actor.loginId,
      }));
    },
  );

  app.delete(
    '/app-api/logins/:loginId',
    { config: own, schema: { params: Closed({ loginId: Id }), response: { 204: schema.Done } } },
    async (request, reply) => {
      await logins.end(userActor(request.actor), request.params.loginId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/me/activity',
    { config: own, schema: { response: { 204: schema.Done } } },
    async (request, reply) => {
      await logins.noteActive(userActor(request.actor));
      return reply.code(204).send(null);
    },
  );

  app.get('/app-api/me', { config: own, schema: { response: { 200: schema.MeAnswer } } }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return profile.me(userActor(request.actor));
  });

  app.put(
    '/app-api/me',
    { config: own, schema: { body: schema.ProfileBody, response: { 200: schema.MeAnswer } } },
    async (request) => {
      const actor = userActor(request.actor);
      await profile.update(actor, request.body);
      return profile.me(actor);
    },
  );

  app.put(
    '/app-api/me/password',
    { config: own, schema: { body: schema.PasswordChangeBody, response: { 204: schema.Done } } },
    async (request, reply) => {
      await passwords.change(userActor(request.actor), request.body.oldPassword, request.body.password);
      return reply.code(204).send(null);
    },
  );

  const link = Closed({ token: Type.String({ minLength: 1, maxLength: 100 }) });

  app.get(
    '/app-api/password-links/:token',
    { config: door, schema: { params: link, response: { 200: schema.PasswordLinkState } } },
    async (request, reply) => {
      const { username, expires } = await passwords.lookAtLink(request.params.token);
      reply.header('cache-control', 'no-store');
      return { username, expires: expires.toISOString() };
    },
  );

  app.post(
    '/app-api/password-links/:token',
    { config: door, schema: { params: link, body: schema.SetPasswordBody, response: { 204: schema.Done } } },
    async (request, reply) => {
      await passwords.useLink(request.params.token, request.body.password);
      return reply.code(204).send(null);
    },
  );
}
