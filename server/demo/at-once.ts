import type { Database } from '../foundation/database/database.ts';
import type { Store } from '../foundation/transact.ts';

/**
 * Runs work in one transaction although it consists of many use cases, each of which asks for a transaction of its own:
 * all of them happen or none, and none waits for the disk alone. Only for seeds: nobody else may read meanwhile, and
 * the bus says what changed before it is committed.
 */
export function allOrNothing<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  return store.db.transaction().execute((db) => {
    const joined: Database = new Proxy(db as Database, {
      get(target, name) {
        if (name === 'transaction') return () => ({ execute: <R>(nested: (db: Database) => R) => nested(joined) });
        const member = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    return work({ ...store, db: joined });
  });
}
