/** A rival of `routing`: pg-boss as a bare queue, fetched and completed 50 at a time, as Hovor writes. */
import PgBoss from 'pg-boss';

const [, , connectionString = '', place = '{}'] = process.argv;
const { waiting } = JSON.parse(place) as { waiting: number };
const boss = new PgBoss({ connectionString, max: 10, supervise: false, schedule: false });
boss.on('error', console.error);
await boss.start();
await boss.createQueue('assign');
await boss.purgeQueue('assign');
await boss.insert(Array.from({ length: waiting }, (_, id) => ({ name: 'assign', data: { id } })));
let handed = 0;
const begun = performance.now();
const worker = async () => {
  for (;;) {
    const jobs = await boss.fetch('assign', { batchSize: 50 });
    if (jobs.length === 0) return;
    await boss.complete(
      'assign',
      jobs.map(({ id }) => id),
    );
    handed += jobs.length;
  }
};
await Promise.all([worker(), worker(), worker(), worker()]);
const milliseconds = performance.now() - begun;
await boss.stop({ graceful: false });
console.log(`done ${JSON.stringify({ milliseconds, handed })}`);
setInterval(() => {}, 60_000);
