import { Readable } from 'node:stream';
import { Closed, Id, Type, Uuid } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { atTheDoor, managePhoto } from '../policies.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';

/** Photos of operators: set with the bare bytes of a picture as body, shown to everybody who knows the address. */
export function registerPhotoRoutes(app: App, { photos }: Directory) {
  if (!photos) return;
  const config = { policy: managePhoto, credential: 'login' } as const;
  const params = Closed({ userId: Id, tenantId: Id });
  const response = { 204: schema.Done };

  app.register(async (scope) => {
    scope.addContentTypeParser(/^image\//, (_request, payload, done) => done(null, payload));

    scope.put(
      '/app-api/users/:userId/tenants/:tenantId/photo',
      { config, schema: { params, response } },
      async (request, reply) => {
        const { userId, tenantId } = request.params as { userId: number; tenantId: number };
        const stream = request.body instanceof Readable ? request.body : null;
        const type = (request.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
        await photos.set(request.actor, userId, tenantId, { type: type.trim(), stream });
        return reply.code(204).send(null);
      },
    );
  });

  app.delete(
    '/app-api/users/:userId/tenants/:tenantId/photo',
    { config, schema: { params, response } },
    async (request, reply) => {
      await photos.remove(request.actor, request.params.userId, request.params.tenantId);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/photos/:photoKey',
    {
      config: { policy: atTheDoor, credential: 'none' },
      schema: { params: Closed({ photoKey: Uuid }), response: { 200: Type.Any() } },
    },
    async (request, reply) => {
      const { headers, stream } = await photos.open(request.params.photoKey.toLowerCase());
      reply.headers({ ...headers, 'cross-origin-resource-policy': 'cross-origin' });
      return reply.send(stream);
    },
  );
}
