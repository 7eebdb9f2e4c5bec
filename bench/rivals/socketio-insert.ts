/**
 * The rival of `messages`: what one writes first. socket.io, one room a session, one INSERT per message through a pool,
 * acknowledged and broadcast when the row is committed.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

const url = process.argv[2];
if (!url) throw new Error('Give the database address as the first argument.');
const pool = new pg.Pool({ connectionString: url, max: 10 });
await pool.query(`
  create table if not exists rival_messages (
    id bigint generated always as identity primary key,
    session_id bigint not null,
    message_id uuid not null unique,
    text text not null,
    at timestamptz not null default now()
  )`);

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('join', async (sessionId: number, done: () => void) => {
    await socket.join(`session:${sessionId}`);
    done();
  });
  socket.on(
    'send',
    async (message: { sessionId: number; messageId: string; text: string }, done: (id: number) => void) => {
      const { rows } = await pool.query<{ id: string }>({
        name: 'insert',
        text: 'insert into rival_messages (session_id, message_id, text) values ($1, $2, $3) returning id',
        values: [message.sessionId, message.messageId, message.text],
      });
      const id = Number(rows[0]?.id);
      socket.to(`session:${message.sessionId}`).emit('message', { ...message, id });
      done(id);
    },
  );
});
http.listen(0, '127.0.0.1', () => console.log(`ready on ${(http.address() as { port: number }).port}`));
process.on('SIGTERM', () => process.exit(0));
