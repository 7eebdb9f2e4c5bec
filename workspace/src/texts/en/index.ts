import * as bots from './bots.ts';
import * as common from './common.ts';
import * as contacts from './contacts.ts';
import * as frame from './frame.ts';
import * as handover from './handover.ts';
import * as integrations from './integrations.ts';
import * as invitations from './invitations.ts';
import * as live from './live.ts';
import * as login from './login.ts';
import * as operator from './operator.ts';
import * as packages from './packages.ts';
import * as records from './records.ts';
import * as routing from './routing.ts';
import * as routingSteps from './routing-steps.ts';
import * as routingWhy from './routing-why.ts';
import * as sessionTable from './session-table.ts';
import * as settings from './settings.ts';
import * as settingsCompany from './settings-company.ts';
import * as settingsTenant from './settings-tenant.ts';
import * as settingsUsers from './settings-users.ts';

/** Every text of the workspace in this language, by topic. */
export const en = {
  ...bots,
  ...common,
  ...contacts,
  ...frame,
  ...handover,
  ...integrations,
  ...invitations,
  ...live,
  ...login,
  ...operator,
  ...packages,
  ...records,
  ...routing,
  ...routingSteps,
  ...routingWhy,
  ...sessionTable,
  ...settings,
  ...settingsCompany,
  ...settingsTenant,
  ...settingsUsers,
};
