import { Logger, type Runner, run, runMigrations, type Task } from 'graphile-worker';
import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';

/**
 * Work in the background, on graphile-worker in the same PostgreSQL: a job is written in the transaction that wants it
 * and exists if and only if that transaction does. Every process with the role `worker` takes jobs. A job may run twice
 * (its process died after the work and before the note of it), so tasks look at what they find.
 */
export interface JobsOptions {
  databaseUrl: string;
  /** Name → what to do. */
  tasks: Readonly<Record<string, JobTask>>;
  /** Name of a task → when it runs by itself, as in a crontab; one process of all takes it. */
  schedule: Readonly<Record<string, string>>;
  onError(error: unknown): void;
}

export interface JobRun {
  /** Attempts of this job so far, the present one included, and how many it has. */
  attempt: number;
  attempts: number;
  /** The process stops: end soon, the job is taken up again. */
  stopping: AbortSignal;
}
export type JobTask = (payload: Record<string, unknown>, about: JobRun) => Promise<void>;

/** Jobs one process runs at once. They read much; more would take the database from people. */
const concurrency = 2;

export function createJobs({ databaseUrl, tasks, schedule, onError }: JobsOptions) {
  const logger = new Logger(() => (level, message, meta) => {
    if (level === 'error') onError(meta?.error ?? new Error(message));
  });
  const shared = { connectionString: databaseUrl, logger, gracefulShutdownAbortTimeout: 500 };
  const task =
    (work: JobTask): Task =>
    async (payload, { job, abortSignal }) =>
      work((payload ?? {}) as Record<string, unknown>, {
        attempt: job.attempts,
        attempts: job.max_attempts,
        stopping: abortSignal ?? new AbortController().signal,
      });
  let runner: Runner | undefined;

  return {
    /** Makes the tables jobs are written to; before the first `enqueue` of any process. */
    prepare: () => runMigrations(shared),
    async start() {
      runner = await run({
        ...shared,
        concurrency,
        maxPoolSize: concurrency + 2,
        noHandleSignals: true,
        taskList: Object.fromEntries(Object.entries(tasks).map(([name, work]) => [name, task(work)])),
        crontab: Object.entries(schedule)
          .map(([name, when]) => `${when} ${name}`)
          .join('\n'),
      });
      runner.promise.catch(onError);
    },
    async stop() {
      await runner?.stop();
      runner = undefined;
    },
  };
}
export type Jobs = ReturnType<typeof createJobs>;

/** Writes a job within the running transaction. A job with the same key that waits is replaced. */
export async function enqueue(
  db: Queryable,
  task: string,
  payload: Record<string, unknown>,
  { key, attempts }: { key: string; attempts: number },
): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, payload := ${JSON.stringify(payload)}::json,
    job_key := ${key}, max_attempts := ${attempts})`.execute(db);
}
