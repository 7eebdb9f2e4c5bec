import type { Catalogue, Me } from '@hovor/protocol/desk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { catalogueQuery } from '../api/queries.ts';
import type { NotificationSettingsStore } from '../notify/settings.ts';
import type { Tabs } from '../notify/tabs.ts';
import type { Desk } from '../state/desk.ts';
import type { DeskState } from '../state/desk-state.ts';
import { mayDeleteContacts, mayEditContacts } from '../state/places.ts';
import { useStore } from '../state/store.ts';
import type { Watching } from '../state/watching.ts';

/** What every screen inside a tenant can count on. */
export interface Workplace {
  me: Me;
  tenant: Me['tenants'][number];
  /** Null for people who serve no clients here. */
  desk: Desk | null;
  /** Tells lists what changed. */
  watching: Watching;
  tabs: Tabs;
  notifications: NotificationSettingsStore;
}

const WorkplaceContext = createContext<Workplace | null>(null);
export const WorkplaceProvider = WorkplaceContext.Provider;

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (!workplace) throw new Error('This belongs inside a tenant');
  return workplace;
}

/** The desk of an operator. Only for screens that operators alone reach. */
export function useDesk(): Desk {
  const { desk } = useWorkplace();
  if (!desk) throw new Error('This belongs to operators');
  return desk;
}

/** Part of the desk's live state; `select` must return the same object for the same state. */
export const useDeskState = <T>(select: (state: DeskState) => T): T => useStore(useDesk().store, select);

const emptyCatalogue: Catalogue = {
  awayReasons: [],
  results: [],
  tags: [],
  parameters: [],
  groups: [],
  operatorsMaySwitchChannels: false,
  operatorsMayCreateTags: false,
  operatorsMayDeleteContacts: false,
  logoutWhenIdleMinutes: null,
  logoutWhenLocked: false,
  resultRequired: false,
};

/** What the forms of this tenant choose from; empty until it is loaded. */
export function useCatalogue(): Catalogue {
  const { tenant } = useWorkplace();
  return useQuery(catalogueQuery(tenant.id)).data ?? emptyCatalogue;
}

/**
 * Asks for the catalogue again. Used where people choose from it after hours at the same screen, so that what an
 * administrator saved meanwhile holds for them too.
 */
export function useRefreshCatalogue(): () => Promise<void> {
  const queries = useQueryClient();
  const { tenant } = useWorkplace();
  return useCallback(
    () => queries.invalidateQueries({ queryKey: catalogueQuery(tenant.id).queryKey }),
    [queries, tenant.id],
  );
}

/** Deletes contacts: administrators, and operators where the company lets them (AD-CO-7). */
export function useMayDeleteContacts(): boolean {
  const { tenant } = useWorkplace();
  const { operatorsMayDeleteContacts } = useCatalogue();
  return mayDeleteContacts(tenant) || (mayEditContacts(tenant) && operatorsMayDeleteContacts);
}
