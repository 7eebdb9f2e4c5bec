/** The rival of `idle`: nothing but open WebSockets and a heartbeat. */
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

const http = createServer();
const wss = new WebSocketServer({ server: http, perMessageDeflate: false });
const alive = new Set<WebSocket>();
wss.on('connection', (socket) => {
  alive.add(socket);
  socket.on('close', () => alive.delete(socket));
});
setInterval(() => {
  for (const socket of alive) socket.ping();
}, 25_000);
http.listen(0, '127.0.0.1', 4096, () => console.log(`ready on ${(http.address() as { port: number }).port}`));
process.on('SIGTERM', () => process.exit(0));
