import { join } from 'node:path';
import { checkArchitecture } from './architecture.ts';

const faults = await checkArchitecture(join(import.meta.dirname, '..'));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
