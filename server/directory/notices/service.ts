import type { NoticeKind } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { companyOf, type UserActor } from '../../foundation/security/actor.ts';
import type { Store, Unit } from '../../foundation/transact.ts';
import { visibleTenants } from '../policies.ts';
import * as queries from './queries.ts';

/** Something stopped that administrators have to look after. */
export interface NewNotice {
  companyId: number;
  /** Also for the administrators of this tenant; null = for those of the company only. */
  tenantId: number | null;
  kind: NoticeKind;
  /** `noun:id` of the thing. */
  subject: string;
  /** As people call it. */
  name: string;
  reason: string | null;
}

/** Tells the administrators, in the transaction of what happened. Telling twice is telling once, until it is settled. */
export async function tellAdministrators(unit: Unit, notice: NewNotice): Promise<void> {
  const { companyId, tenantId } = notice;
  await queries.deleteOldNotices(unit.db, companyId, new Date(unit.now.getTime() - limits.noticesKept));
  const name = notice.name.slice(0, limits.nameLength);
  await queries.insertNotice(unit.db, { ...notice, name }, unit.now);
  unit.touch({ companyId, tenantId, topic: 'notice', id: companyId });
}

/** It works again, or is gone: the notice stays readable and calls nobody any more. */
export async function settleNotice(
  unit: Unit,
  { companyId, kind, subject }: Pick<NewNotice, 'companyId' | 'kind' | 'subject'>,
): Promise<void> {
  const settled = await queries.resolveNotice(unit.db, companyId, kind, subject, unit.now);
  if (settled) unit.touch({ companyId, tenantId: null, topic: 'notice', id: companyId });
}

export function createNotices(store: Store) {
  return {
    /** Newest first, each with whether this user has looked at it. */
    async list(actor: UserActor) {
      const companyId = companyOf(actor);
      const [notices, seen] = await Promise.all([
        queries.selectNotices(store.db, { companyId, tenantIds: visibleTenants(actor), limit: limits.noticesShown }),
        queries.selectSeen(store.db, companyId, actor.userId),
      ]);
      return notices.map((notice) => ({ ...notice, kind: notice.kind as NoticeKind, seen: notice.id <= seen }));
    },

    /** The user has looked at all up to this one. */
    markSeen: (actor: UserActor, upTo: number) => queries.updateSeen(store.db, companyOf(actor), actor.userId, upTo),
  };
}
