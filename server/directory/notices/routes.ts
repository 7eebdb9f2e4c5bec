import { noticeKinds } from '@hovor/protocol/enums';
import { Closed, Id, Nullable, OneOf, Time, Type } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { userActor } from '../../foundation/security/actor.ts';
import { seeNotices } from '../policies.ts';
import { Done } from '../schema.ts';
import type { Directory } from '../service.ts';

const NoticeView = Closed({
  id: Id,
  kind: OneOf(noticeKinds),
  tenantId: Nullable(Id),
  /** Id of the thing it is about. */
  about: Id,
  name: Type.String(),
  reason: Nullable(Type.String()),
  created: Time,
  /** When it worked again; null = it still does not. */
  resolved: Nullable(Time),
  seen: Type.Boolean(),
});

/** What administrators are told in the workspace: their webhook or chatbot was switched off (API-WHD-4, CB-TR-5). */
export function registerNoticeRoutes(app: App, { notices }: Directory) {
  const config = { policy: seeNotices, credential: 'login' } as const;

  app.get('/app-api/notices', { config, schema: { response: { 200: Type.Array(NoticeView) } } }, async ({ actor }) =>
    (await notices.list(userActor(actor))).map(({ subject, created, resolved, ...notice }) => ({
      ...notice,
      about: Number(subject.split(':')[1]),
      created: created.toISOString(),
      resolved: resolved?.toISOString() ?? null,
    })),
  );

  app.put(
    '/app-api/notices/seen',
    { config, schema: { body: Closed({ upTo: Id }), response: { 204: Done } } },
    async ({ actor, body }, reply) => {
      await notices.markSeen(userActor(actor), body.upTo);
      return reply.code(204).send(null);
    },
  );
}
