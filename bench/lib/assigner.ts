/** Hovor's side of `routing`: rounds of one tenant until nobody waits without an offer. Prints what it took. */

import { localBus } from '../../server/foundation/bus.ts';
import { systemClock } from '../../server/foundation/clock.ts';
import { openDatabase } from '../../server/foundation/database/database.ts';
import { createFileStore } from '../../server/foundation/files/store.ts';
import type { Store } from '../../server/foundation/transact.ts';
import { runRound } from '../../server/routing/round.ts';
import { decide } from '../../server/routing/rules.ts';
import { loadSnapshot } from '../../server/routing/snapshot.ts';
import { createSessions } from '../../server/sessions/service.ts';
import { median } from './figures.ts';

const [, , url = '', place = '{}'] = process.argv;
const { companyId, tenantId, waiting } = JSON.parse(place) as Record<'companyId' | 'tenantId' | 'waiting', number>;
const { db, close } = openDatabase({ url, maxConnections: 4, applicationName: 'hovor-bench-assigner' });
const store: Store = { db, bus: localBus(console.error), clock: systemClock };
const sessions = createSessions(store, { files: createFileStore({ folder: '/tmp' }) });

// The first connections and compiled code are not what is measured.
for (let nth = 0; nth < 3; nth++) await loadSnapshot(db, companyId, tenantId, new Date());
const begun = performance.now();
let handed = 0;
while (handed < waiting) {
  const before = handed;
  handed += (await runRound(store, sessions, { companyId, tenantId })).decisions.offers.length;
  if (handed === before) break;
}
const milliseconds = performance.now() - begun;

// The decision alone, on the same world before anything was handed out.
await db.deleteFrom('offers').where('companyId', '=', companyId).execute();
const loads: number[] = [];
const decisions: number[] = [];
for (let nth = 0; nth < 11; nth++) {
  const start = performance.now();
  const { snapshot } = await loadSnapshot(db, companyId, tenantId, new Date());
  loads.push(performance.now() - start);
  const at = performance.now();
  const { offers } = decide(snapshot, Date.now());
  decisions.push(((performance.now() - at) * 1000) / Math.max(1, offers.length));
}
await close();
console.log(`done ${JSON.stringify({ milliseconds, handed, perOffer: median(decisions), load: median(loads) })}`);
setInterval(() => {}, 60_000);
