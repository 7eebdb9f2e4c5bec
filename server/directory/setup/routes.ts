import type { App } from '../../foundation/http/server.ts';
import { sourceOf } from '../../foundation/security/source.ts';
import { cookieOptions, loginCookie } from '../logins/cookie.ts';
import { atTheDoor } from '../policies.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';

/** First-administrator set-up: says whether it is needed, and does it once. The answer logs the administrator in. */
export function registerSetupRoutes(app: App, { setup, logins, publicUrl }: Directory) {
  const config = { policy: atTheDoor, credential: 'login' } as const;

  app.get('/app-api/setup', { config, schema: { response: { 200: schema.SetupState } } }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { needed: await setup.needed() };
  });

  app.post(
    '/app-api/setup',
    { config, schema: { body: schema.SetupBody, response: { 201: schema.SetupAnswer } } },
    async (request, reply) => {
      const source = sourceOf(request.ip);
      const { username, ...made } = await setup.run(request.body, source);
      const { token } = await logins.logIn({
        name: username,
        password: request.body.password,
        source,
        ip: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
      });
      reply.setCookie(loginCookie, token, cookieOptions(publicUrl));
      return reply.code(201).send(made);
    },
  );
}
