import type { SocketLike } from './connection.ts';

/** The browser's WebSocket with the narrow face the connection needs. */
export function browserSocket(path: string): SocketLike {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}`);
  const face: SocketLike = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => {
      // A closing socket drops what it is given; the request then fails with the close that follows.
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: (code) => socket.close(code),
  };
  socket.onopen = () => face.onopen?.();
  socket.onmessage = (event) => face.onmessage?.({ data: event.data });
  socket.onclose = (event) => face.onclose?.({ code: event.code });
  return face;
}
