import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../server-process.ts';
import type { Platform } from './bot-server.ts';

const script = join(import.meta.dirname, '../../docs/integrators/example-bot/bot.js');

/** The example of the documentation as a process of its own; resolves once it has set its callback. */
export async function startExampleBot({ url, chatbotId, clientId, secret }: Platform) {
  const port = await freePort();
  const child = spawn(process.execPath, [script], {
    env: {
      PATH: process.env.PATH,
      HOVOR: url,
      CHATBOT_ID: String(chatbotId),
      CLIENT_ID: clientId,
      CLIENT_SECRET: secret,
      PORT: String(port),
      CALLBACK_URL: `http://127.0.0.1:${port}/hovor?secret=s%2F1`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('listens')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The example bot ended with ${code}: ${errors}`)));
  });
  return {
    /** What it complained about. */
    get errors() {
      return errors;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
