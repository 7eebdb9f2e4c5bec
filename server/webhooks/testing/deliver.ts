import { localBus } from '../../foundation/bus.ts';
import { postgresBus } from '../../foundation/bus-postgres.ts';
import { systemClock } from '../../foundation/clock.ts';
import { openDatabase } from '../../foundation/database/database.ts';
import { parseCidr } from '../../foundation/security/addresses.ts';
import { createOutbound } from '../../foundation/security/outbound.ts';
import { createDelivery } from '../delivery.ts';

/** Delivers webhooks of the database named by its argument until it is killed; for crash.test.ts. */
const [, , url = ''] = process.argv;
const onError = (error: unknown) => console.error(error);
const { db } = openDatabase({ url, maxConnections: 4 });
const bus = postgresBus({ url, local: localBus(onError), onError });
await bus.start();
createDelivery(
  { db, bus, clock: systemClock },
  {
    outbound: createOutbound({ allow: [parseCidr('127.0.0.0/8')] }),
    zone: 'UTC',
    fileUrl: () => '',
    onError,
    timeout: 500,
    lease: 700,
    delays: { retry: () => 50, lane: () => 50 },
    safetyPoll: 200,
  },
).start();
process.send?.('ready');
