import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Opens many sockets, a bounded number at a time, each from one of 200 loopback addresses (limits count per source). */
export async function openCrowd(count: number, open: (index: number, localAddress: string) => Promise<WebSocket>) {
  const sockets: WebSocket[] = new Array(count);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      sockets[index] = await open(index, `127.0.0.${2 + (index % 200)}`);
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  return sockets;
}

/** A bare WebSocket that is open. */
export async function openSocket(url: string, localAddress: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { localAddress, perMessageDeflate: false });
  socket.on('error', () => {});
  await once(socket, 'open');
  return socket;
}

/** Sends one text and waits for the next one. */
export async function ask(socket: WebSocket, text: string): Promise<string> {
  const answer = once(socket, 'message');
  socket.send(text);
  return String((await answer)[0]);
}
