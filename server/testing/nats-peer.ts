import { createServer, type Server, type Socket } from 'node:net';

/**
 * As much of a NATS server as the bus needs, by its documented client protocol: INFO, CONNECT with `echo`, PING, SUB,
 * PUB. It can be killed and come back on its port.
 */
export async function startNatsPeer() {
  const clients = new Map<Socket, { subscriptions: Map<string, string>; echo: boolean }>();
  let server: Server;
  let port = 0;

  function accept(socket: Socket) {
    const client = { subscriptions: new Map<string, string>(), echo: true };
    clients.set(socket, client);
    socket.on('error', () => {});
    socket.on('close', () => clients.delete(socket));
    socket.write(
      `INFO ${JSON.stringify({ server_id: 'peer', version: '2.10.0', proto: 1, headers: true, max_payload: 1_048_576 })}\r\n`,
    );
    let heard = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece: string) => {
      heard += piece;
      for (;;) {
        const end = heard.indexOf('\r\n');
        if (end < 0) return;
        const [verb = '', ...words] = heard.slice(0, end).split(' ');
        const size = verb.toUpperCase() === 'PUB' ? Number(words.at(-1)) : 0;
        const whole = end + 2 + (verb.toUpperCase() === 'PUB' ? size + 2 : 0);
        if (heard.length < whole) return;
        obey(socket, verb.toUpperCase(), words, heard.slice(end + 2, end + 2 + size));
        heard = heard.slice(whole);
      }
    });
  }

  function obey(socket: Socket, verb: string, words: string[], payload: string) {
    const client = clients.get(socket);
    if (verb === 'CONNECT') {
      if (client) client.echo = JSON.parse(words.join(' ')).echo !== false;
    } else if (verb === 'PING') socket.write('PONG\r\n');
    else if (verb === 'SUB') client?.subscriptions.set(words.at(-1) ?? '', words[0] ?? '');
    else if (verb === 'UNSUB') client?.subscriptions.delete(words[0] ?? '');
    else if (verb === 'PUB') pass(socket, words[0] ?? '', payload);
  }

  function pass(sender: Socket, subject: string, payload: string) {
    for (const [socket, { subscriptions, echo }] of clients) {
      if (socket === sender && !echo) continue;
      for (const [id, wanted] of subscriptions) {
        if (wanted === subject) {
          socket.write(`MSG ${subject} ${id} ${payload.length}\r\n${payload}\r\n`, 'latin1');
        }
      }
    }
  }

  async function start() {
    server = createServer(accept);
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    port = (server.address() as { port: number }).port;
  }

  async function kill() {
    const closed = new Promise((done) => server.close(done));
    // One that was on its way in while the others were cut comes in after all.
    server.on('connection', (socket) => socket.destroy());
    for (const socket of clients.keys()) socket.destroy();
    await closed;
  }

  await start();
  return { url: `nats://127.0.0.1:${port}`, kill, revive: start };
}
