import { createHmac } from 'node:crypto';
import type { Queryable } from '../../foundation/database/database.ts';
import { installationKey } from '../../foundation/security/installation-keys.ts';

/**
 * What is stored of the secret of an API key (SEC-KEY-3): a hash keyed by the installation, so that a copy of the table
 * alone cannot be searched even for a secret a person made up.
 */
export async function hashKeySecret(db: Queryable, secret: string): Promise<string> {
  const key = await installationKey(db, 'api-key-secrets');
  return createHmac('sha256', key).update(secret).digest('base64url');
}
