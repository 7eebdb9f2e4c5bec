import { queryOptions } from '@tanstack/react-query';
import { settingsApi } from '../../../api/settings.ts';

/** What several pages of the settings read; each is read once and kept until it is changed. */

export const companySettingsQuery = queryOptions({
  queryKey: ['settings', 'company'],
  queryFn: settingsApi.companySettings,
});

export const tenantSettingsQuery = (tenantId: number) =>
  queryOptions({
    queryKey: ['settings', 'tenant', tenantId],
    queryFn: () => settingsApi.tenantSettings(tenantId),
  });

export const tenantsQuery = queryOptions({ queryKey: ['settings', 'tenants'], queryFn: settingsApi.tenants });
export const awayReasonsQuery = queryOptions({
  queryKey: ['settings', 'away-reasons'],
  queryFn: settingsApi.awayReasons,
});
