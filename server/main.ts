import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Stripping types and compiling takes a third of a start; what was done once is kept. Without a place to write it is
// simply done again.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'hovor', 'compiled'));

const { run } = await import('./start/run.ts');
await run();
