import { createServer } from 'node:net';
import { Refusal } from '../foundation/refusal.ts';

const reasons: Record<string, string> = {
  EADDRINUSE: 'is taken by another program. Stop it, or set another port',
  EACCES: 'may not be opened by this user. Set a port above 1023, or give the right to',
  EADDRNOTAVAIL: 'cannot be opened, because this machine does not have the address. Correct HOST',
  ENOTFOUND: 'cannot be opened, because the host name is unknown. Correct HOST',
};

/**
 * The port this server will listen on, found before anything is made: a taken one is refused, 0 becomes a free one.
 * @throws Refusal
 */
export async function choosePort(setting: 'PORT' | 'METRICS_PORT', host: string, port: number): Promise<number> {
  const probe = createServer();
  try {
    return await new Promise((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, host, () => {
        const address = probe.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  } catch (error) {
    throw portRefusal(setting, host, port, error);
  } finally {
    if (probe.listening) await new Promise((resolve) => probe.close(resolve));
  }
}

export function portRefusal(setting: string, host: string, port: number, error: unknown): Refusal {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const why = reasons[code] ?? `cannot be opened (${code || (error as Error).message}). Set another`;
  return new Refusal(`Port ${port} of ${host} ${why} (${setting}).`, { cause: error });
}
