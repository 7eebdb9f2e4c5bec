/** After this long a stop counts as hung; what is on disk is safe at any moment. Milliseconds. */
const patience = 20_000;
/** How often we look whether the process that started us (npm, a shell) is still there. */
const parentCheck = 500;

/**
 * Ends the process well: on SIGTERM, SIGINT (Ctrl-C), and when the npm that started it is gone. `stop` drains and closes;
 * a second signal does not wait for it.
 */
export function stopOnSignal(stop: (reason: string) => Promise<void>): void {
  let stopping = false;
  const begin = async (reason: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), patience).unref();
    try {
      await stop(reason);
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => begin('SIGTERM'));
  process.on('SIGINT', () => begin('SIGINT'));
  process.on('SIGHUP', () => begin('SIGHUP'));
  watchParent(() => {
    if (!stopping) begin('the starting process is gone');
  });
}

/**
 * `npm start` puts a shell between npm and us, and some shells end on a signal without passing it on. A new parent is
 * then the only sign.
 */
function watchParent(onGone: () => void) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, parentCheck).unref();
}
