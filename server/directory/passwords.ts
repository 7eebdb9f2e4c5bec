import { availableParallelism } from 'node:os';
import { hash, type Options, verify } from '@node-rs/argon2';
import { Problem } from '../foundation/errors.ts';

/** OWASP's parameters for argon2id: 19 MiB, two passes; about 25 ms of one core. */
const strength: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Verifications that may wait for a core. More than this is a flood, and waiting would only grow the memory. */
const mostWaiting = 500;

export type Passwords = ReturnType<typeof createPasswords>;

/**
 * Makes and checks password hashes (argon2id). At most one computation per core runs at once, so that a flood of logins
 * cannot take the machine from the conversations; `weak` is for tests only.
 */
export function createPasswords({ weak = false } = {}) {
  const options = weak ? { ...strength, memoryCost: 8, timeCost: 1 } : strength;
  const inTurn = turns(availableParallelism());
  let decoy: Promise<string> | undefined;

  return {
    /** The text to store: algorithm, parameters, salt and hash in one. */
    hash: (password: string) => inTurn(() => hash(typed(password), options)),

    /**
     * True when the password is that of the stored hash. Without a hash (no such user, no password set) it takes the
     * same time and is false. `before` runs when its turn has come and may still refuse.
     */
    async verify(
      stored: string | null | undefined,
      password: string,
      before: () => Promise<void> = async () => {},
    ): Promise<boolean> {
      decoy ??= hash('nobody has this password', options);
      const against = stored ?? (await decoy);
      const same = await inTurn(async () => {
        await before();
        return verify(against, typed(password));
      });
      return same && stored !== null && stored !== undefined;
    },
  };
}

/** Keyboards compose accents differently; the same password must be the same on all of them. */
const typed = (password: string) => password.normalize('NFC');

/** Runs work in the order it came, at most `width` at a time. */
function turns(width: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= width) {
      if (waiting.length >= mostWaiting) throw new Problem('too-many-requests', { retryAfterMs: 5_000 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
