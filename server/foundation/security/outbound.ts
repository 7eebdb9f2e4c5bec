import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type Cidr, isPublicAddress, parseAddress, within } from './addresses.ts';

export interface Address {
  address: string;
  family: 4 | 6;
}
export type Resolve = (hostname: string) => Promise<Address[]>;

export interface OutboundOptions {
  /** Ranges that are not public but may be reached (setting OUTBOUND_ALLOW). */
  allow?: readonly Cidr[];
  /** Name → addresses; for tests. */
  resolve?: Resolve;
  /** Sockets kept open to one host for the next request. */
  idleSockets?: number;
}

export interface OutboundRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Milliseconds for everything: name, connection, request, answer. */
  timeout: number;
  /** Bytes of the answer that are read; the rest is cut off. */
  maxAnswer: number;
  signal?: AbortSignal;
}

export interface OutboundAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** At most `maxAnswer` bytes, decoded as UTF-8. */
  body: string;
  /** The answer was longer or slower than allowed, or broke off; status and headers are whole. */
  cut: boolean;
  /** The address that was checked and connected to. */
  address: string;
}

export type OutboundFault = 'address-refused' | 'bad-url' | 'no-such-host' | 'timeout' | 'connection' | 'stopped';

/** No answer came. `fault` says why in one word, the message in words for the owner of the address. */
export class OutboundError extends Error {
  readonly fault: OutboundFault;
  constructor(fault: OutboundFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.fault = fault;
  }
}

export type Outbound = ReturnType<typeof createOutbound>;

/**
 * The one client for addresses that users typed (invariant 7). The name is resolved once, addresses inside the house
 * are refused unless configuration allows them, and the socket goes to the very address that was checked, so a name
 * that answers differently a moment later gains nothing. Redirects are not followed: a 3xx is an answer like any other.
 */
export function createOutbound({ allow = [], resolve = systemResolve, idleSockets = 4 }: OutboundOptions = {}) {
  const keep = { keepAlive: true, maxFreeSockets: idleSockets, keepAliveMsecs: 10_000, timeout: 30_000 };
  const agents = { 'http:': new http.Agent(keep), 'https:': new https.Agent(keep) };

  const permitted = ({ address }: Address) => {
    const value = parseAddress(address);
    return value !== undefined && (isPublicAddress(value) || allow.some((range) => within(value, range)));
  };

  /** Addresses of the URL's host that may be reached. */
  async function check(url: URL): Promise<Address[]> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const found = family ? [{ address: host, family: family as 4 | 6 }] : await named(host);
    const open = found.filter(permitted);
    if (open.length === 0) {
      throw new OutboundError(
        'address-refused',
        `${url.hostname} is inside this network. Use a public address, or let the operator of this installation allow it (OUTBOUND_ALLOW).`,
      );
    }
    return open;
  }

  async function named(host: string) {
    try {
      return await resolve(host);
    } catch (error) {
      throw new OutboundError('no-such-host', `The name ${host} cannot be resolved.`, error);
    }
  }

  return {
    /**
     * Sends one request and reads a bounded answer.
     * @throws OutboundError when no status line came.
     */
    async request(request: OutboundRequest): Promise<OutboundAnswer> {
      const url = parseOutboundUrl(request.url);
      const deadline = AbortSignal.timeout(request.timeout);
      const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
      try {
        const addresses = await raced(check(url), signal);
        return await exchange(url, request, addresses, agents[url.protocol as keyof typeof agents], signal);
      } catch (error) {
        if (error instanceof OutboundError) throw error;
        if (deadline.aborted) {
          throw new OutboundError('timeout', `No answer within ${request.timeout / 1000} s.`, error);
        }
        if (signal.aborted) throw new OutboundError('stopped', 'The server is going down.', error);
        throw new OutboundError('connection', connectionMessage(error), error);
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/**
 * An absolute http(s) address. The URL parser turns decimal, octal and hexadecimal hosts into the address they mean.
 * @throws OutboundError `bad-url`
 */
export function parseOutboundUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new OutboundError('bad-url', 'This is not an absolute http or https address.');
  }
  return url;
}

async function systemResolve(hostname: string): Promise<Address[]> {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

/** `work`, unless the signal comes first (a name server cannot be cancelled, only left). */
async function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Left behind, it must not end the process when it fails later.
  work.catch(() => {});
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Hands the socket the checked addresses in place of a second look at the name. */
const only =
  (addresses: Address[]): LookupFunction =>
  (_hostname, options, done) => {
    const wanted = addresses.filter(({ family }) => !options.family || options.family === family);
    const [first] = wanted;
    if (!first) return done(new Error('no address of this family'), '', 0);
    if (options.all) done(null, wanted);
    else done(null, first.address, first.family);
  };

async function exchange(
  url: URL,
  request: OutboundRequest,
  addresses: Address[],
  agent: http.Agent,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const send = () => attempt(url, request, addresses, agent, signal);
  try {
    return await send();
  } catch (error) {
    // A kept socket the other side closed in the same moment: the request never arrived, a new socket tells the truth.
    if (error instanceof StaleSocket) return send();
    throw error;
  }
}

class StaleSocket extends Error {}

function attempt(
  url: URL,
  { method, headers, body, maxAnswer }: OutboundRequest,
  addresses: Address[],
  agent: http.Agent,
  signal: AbortSignal,
) {
  return new Promise<OutboundAnswer>((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const outgoing = request({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port || undefined,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
      agent,
      lookup: only(addresses),
      signal,
      maxHeaderSize: 32 * 1024,
    });
    let answered = false;
    outgoing.on('response', (incoming) => {
      answered = true;
      readAnswer(incoming, maxAnswer, addresses).then(resolve, reject);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (answered) return;
      const stale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale ? new StaleSocket('socket was closed', { cause: error }) : error);
    });
    // A 101 takes the socket away from HTTP without an answer; nobody asked for it.
    outgoing.on('upgrade', (_incoming, socket) => {
      socket.destroy();
      reject(new Error('101 Switching Protocols'));
    });
    // Whatever else ends the request without an answer or an error: it must not be waited for for ever.
    outgoing.on('close', () => {
      if (!answered) reject(new Error('closed without an answer'));
    });
    outgoing.end(body);
  });
}

/** Reads until the end, the limit or a break; the status is already known, so none of these is a failure. */
function readAnswer(incoming: http.IncomingMessage, maxAnswer: number, addresses: Address[]) {
  return new Promise<OutboundAnswer>((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const address = incoming.socket.remoteAddress ?? addresses[0]?.address ?? '';
    const finish = (cut: boolean) => {
      if (cut) incoming.destroy();
      const body = Buffer.concat(parts).subarray(0, maxAnswer).toString('utf8');
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body, cut, address });
    };
    incoming.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size > maxAnswer) finish(true);
    });
    incoming.on('end', () => finish(false));
    incoming.on('error', () => finish(true));
    incoming.on('close', () => finish(true));
  });
}

function connectionMessage(error: unknown): string {
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] };
  const word = code ?? errors?.[0]?.code ?? (error as Error).message;
  return `The connection failed (${word}).`;
}
