import type { Me } from '@hovor/protocol/desk';
import { Problem } from '../../foundation/errors.ts';
import type { UserActor } from '../../foundation/security/actor.ts';
import { type Store, transact } from '../../foundation/transact.ts';
import { selectCompany, selectTenants } from '../company/queries.ts';
import { lockCompany } from '../locks.ts';
import { requiredName } from '../names.ts';
import { faceOf, fullName, isAdministrator } from '../rules.ts';
import type { Settings } from '../settings/service.ts';
import { selectOwnFaces, selectUser, updateUser } from '../users/queries.ts';
import { touchUser } from './service.ts';

export interface ProfileChange {
  firstName?: string;
  lastName?: string;
  language?: string | null;
}

/** The logged-in user's own page (OP-PR). */
export function createProfile(store: Store, { settings, demo }: { settings: Settings; demo: boolean }) {
  return {
    /** The user for the workspace's frame: the tenants that are open to them, oldest first, and the rights there. */
    async me(actor: UserActor): Promise<Me> {
      const { companyId, userId } = actor;
      const [user, company, tenants, faces] = await Promise.all([
        selectUser(store.db, companyId, userId),
        selectCompany(store.db, companyId),
        selectTenants(store.db, companyId),
        selectOwnFaces(store.db, companyId, userId),
      ]);
      if (!user || !company) throw new Problem('not-logged-in');
      return {
        userId,
        companyId,
        companyName: company.name,
        username: user.username,
        firstName: user.firstName,
        lastName: user.lastName,
        email: user.email,
        language: user.language,
        timezone: company.timezone,
        globalRoles: [...actor.globalRoles],
        tenants: tenants
          .filter((tenant) => actor.tenants.has(tenant.id))
          .map(({ id, name }) => {
            const own = faces.find((face) => face.tenantId === id);
            const face = own && faceOf(own);
            const roles = [...(actor.tenants.get(id) ?? [])];
            return { id, name, roles, displayName: face?.name ?? fullName(user), photoUrl: face?.photoUrl ?? null };
          }),
        demo,
      };
    },

    /** Own name and language. The company may reserve names to administrators (AD-CO-7). */
    async update(actor: UserActor, change: ProfileChange): Promise<void> {
      const { companyId, userId } = actor;
      const { operatorsMayEditProfile } = await settings.company(companyId);
      const named = change.firstName !== undefined || change.lastName !== undefined;
      if (named && !operatorsMayEditProfile && !isAdministrator([...actor.globalRoles])) {
        throw new Problem('not-permitted', { detail: 'Names are changed by your administrator.' });
      }
      await transact(store, actor, async (unit) => {
        await lockCompany(unit, companyId);
        const user = await selectUser(unit.db, companyId, userId);
        if (!user) throw new Problem('not-logged-in');
        const { firstName = user.firstName, lastName = user.lastName, language = user.language } = change;
        await updateUser(unit.db, companyId, userId, {
          firstName: requiredName('firstName', firstName),
          lastName: requiredName('lastName', lastName),
          language,
        });
        unit.record({
          companyId,
          tenantId: null,
          kind: 'user.updated',
          subject: `user:${userId}`,
          payload: { userId, fields: Object.keys(change) },
        });
        touchUser(unit, companyId, userId);
        unit.touch({ companyId, tenantId: null, topic: 'operator', id: userId });
      });
    },
  };
}
