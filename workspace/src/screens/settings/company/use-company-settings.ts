import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type CompanySettings, settingsApi } from '../../../api/settings.ts';
import { companySettingsQuery } from '../parts/setting-queries.ts';

/** The company's settings, of which each page shows and stores its own few. */
export function useCompanySettings() {
  const queries = useQueryClient();
  const found = useQuery(companySettingsQuery);
  async function save(change: Partial<CompanySettings>) {
    queries.setQueryData(companySettingsQuery.queryKey, await settingsApi.changeCompanySettings(change));
    // Desks of all tenants hold some of them.
    await queries.invalidateQueries({ queryKey: ['catalogue'] });
  }
  return { found, save };
}
