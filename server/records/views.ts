import { limits } from '@hovor/protocol/limits';
import type { SavedView, SaveView } from '@hovor/protocol/session-table';
import { refusing } from '../foundation/database/duplicates.ts';
import { notFound, Problem } from '../foundation/errors.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { columnSql } from './columns.ts';
import { mayShareViews } from './policies.ts';
import { readSelection } from './selection.ts';
import { deleteView, insertView, type Owner, readViews, updateView } from './view-queries.ts';

const refusals = { session_views_name: ['name', 'You have a view of this name already.'] } as const;

/** Saved views of the table (AD-SE): one's own, and those administrators share in the tenant. */
export function createViews(store: Store, zone: string) {
  const ownerOf = (actor: UserActor, tenantId: number): Owner => ({
    companyId: actor.companyId,
    tenantId,
    userId: actor.userId,
  });

  /** A view that could not be shown is not stored. @throws invalid-input, not-permitted */
  function checked(actor: UserActor, tenantId: number, view: SaveView): SaveView {
    if (view.shared && !mayShareViews(actor, tenantId)) {
      throw new Problem('not-permitted', { detail: 'Only administrators share views.' });
    }
    readSelection(view.filter, zone);
    for (const id of view.columns) columnSql(id, { whole: false });
    return { ...view, name: view.name.trim() };
  }

  async function one(owner: Owner, viewId: number): Promise<SavedView> {
    const found = (await readViews(store.db, owner)).find(({ id }) => id === viewId);
    if (!found) throw notFound();
    return found;
  }

  return {
    list: (actor: UserActor, tenantId: number) => readViews(store.db, ownerOf(actor, tenantId)),

    async add(actor: UserActor, tenantId: number, view: SaveView): Promise<SavedView> {
      const owner = ownerOf(actor, tenantId);
      const wanted = checked(actor, tenantId, view);
      const id = await transact(store, actor, ({ db, now }) =>
        refusing(refusals, () => insertView(db, owner, wanted, { created: now, most: limits.sessionViewsPerUser })),
      );
      if (id === null) {
        throw new Problem('conflict', {
          detail: `You can keep ${limits.sessionViewsPerUser} views. Remove one first.`,
        });
      }
      return one(owner, id);
    },

    /** @throws not-found for others' views, unless they are shared and the actor may share */
    async change(actor: UserActor, tenantId: number, viewId: number, view: SaveView): Promise<SavedView> {
      const owner = ownerOf(actor, tenantId);
      const wanted = checked(actor, tenantId, view);
      const sharedToo = mayShareViews(actor, tenantId);
      const changed = await transact(store, actor, ({ db }) =>
        refusing(refusals, () => updateView(db, owner, viewId, wanted, sharedToo)),
      );
      if (!changed) throw notFound();
      return one(owner, viewId);
    },

    async remove(actor: UserActor, tenantId: number, viewId: number): Promise<void> {
      const owner = ownerOf(actor, tenantId);
      const removed = await transact(store, actor, ({ db }) =>
        deleteView(db, owner, viewId, mayShareViews(actor, tenantId)),
      );
      if (!removed) throw notFound();
    },
  };
}
