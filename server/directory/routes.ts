import type { App } from '../foundation/http/server.ts';
import { registerCompanyRoutes } from './company/routes.ts';
import { registerGroupRoutes } from './groups/routes.ts';
import { registerKeyRoutes } from './keys/routes.ts';
import { registerLoginRoutes } from './logins/routes.ts';
import { registerNoticeRoutes } from './notices/routes.ts';
import { registerPhotoRoutes } from './photos/routes.ts';
import type { Directory } from './service.ts';
import { registerSettingsRoutes } from './settings/routes.ts';
import { registerSetupRoutes } from './setup/routes.ts';
import { registerUserRoutes } from './users/routes.ts';

/** All endpoints of the directory below /app-api. */
export function registerDirectoryRoutes(app: App, directory: Directory) {
  registerLoginRoutes(app, directory);
  registerSetupRoutes(app, directory);
  registerUserRoutes(app, directory);
  registerGroupRoutes(app, directory);
  registerPhotoRoutes(app, directory);
  registerKeyRoutes(app, directory);
  registerNoticeRoutes(app, directory);
  registerCompanyRoutes(app, directory);
  registerSettingsRoutes(app, directory);
}
