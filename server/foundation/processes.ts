/** True while a process with this number exists, whoever owns it. Numbers are used again; see what it is before trusting. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
