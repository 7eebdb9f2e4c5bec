import { createServer } from 'node:http';
import type { Metrics } from '../foundation/metrics.ts';
import { portRefusal } from './port.ts';

/** METRICS_PORT: a server of its own that knows nothing but the figures. */
export async function serveMetrics(metrics: Pick<Metrics, 'contentType' | 'render'>, host: string, port: number) {
  const server = createServer(async (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') return void response.writeHead(404).end();
    try {
      const text = await metrics.render();
      response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portRefusal('METRICS_PORT', host, port, error)));
    server.listen(port, host, resolve);
  });
  return () => new Promise((resolve) => server.close(resolve));
}
