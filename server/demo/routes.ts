import Type from 'typebox';
import type { App } from '../foundation/http/server.ts';
import { anyone } from '../foundation/security/actor.ts';
import { createShop, type ShopAddress } from './shop/page.ts';

/** The demo shop, only registered under DEMO. */
export async function demoRoutes(app: App, about: ShopAddress & { publicUrl: string }) {
  const shop = await createShop(about, new URL(about.publicUrl).host);
  const Query = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 20 })) });
  const config = { policy: anyone, credential: 'none' } as const;

  app.get('/demo', { config, schema: { querystring: Query } }, async (request, reply) => {
    const asked = request.query.lang ?? request.headers['accept-language'] ?? 'en';
    const { html, contentSecurityPolicy } = shop(/^(cs|sk)/i.test(asked) ? 'cs' : 'en', request.headers.host);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', 'no-store')
      .send(html);
  });
}
