/** The rival of `idle` and `storm`: open socket.io connections, each in a room, heartbeats on. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  pingInterval: 25_000,
  pingTimeout: 20_000,
});
io.on('connection', (socket) => {
  socket.on('hello', async (room: string, done: (state: string) => void) => {
    await socket.join(room);
    done('online');
  });
});
http.listen(0, '127.0.0.1', 4096, () => console.log(`ready on ${(http.address() as { port: number }).port}`));
process.on('SIGTERM', () => process.exit(0));
