import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { App } from './http/server.ts';

/** What a scrape may read; a slow or failing reading leaves its figure out, never the others. */
export type Reading = () => number | Promise<number>;

export type Metrics = ReturnType<typeof createMetrics>;

/** The figures of one process, in the format of Prometheus. Names begin with `hovor_`; none carries personal data. */
export function createMetrics(onUnexpected: (error: unknown) => void) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'hovor_http_request_seconds',
    help: 'Time to answer an HTTP request, by route and class of status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5],
    registers: [registry],
  });

  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),

    /** A figure that is read when somebody asks. */
    gauge(name: string, help: string, read: Reading) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          try {
            gauge.set(await read());
          } catch (error) {
            gauge.remove();
            onUnexpected(error);
          }
        },
      });
    },

    /** A figure that only grows; returns the function that adds to it. */
    counter(name: string, help: string): (count?: number) => void {
      const counter = new Counter({ name, help, registers: [registry] });
      return (count = 1) => counter.inc(count);
    },

    /** Measures every request of the web server. */
    measure(app: App) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'unknown';
        const status = `${Math.floor(reply.statusCode / 100)}xx`;
        requests.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
      });
    },

    stop: () => registry.clear(),
  };
}
