import { checks } from './checks.ts';
import { runSteps } from './steps.ts';
import { withTestDatabase } from './test-database.ts';

/** `npm run check`: everything that can be said about the code without running the product. */
if (!(await withTestDatabase((url) => runSteps(checks(url))))) process.exitCode = 1;
