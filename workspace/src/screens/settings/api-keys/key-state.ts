import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../../api/api-keys.ts';
import { useFormats } from '../../../components/formats.ts';
import { serverNow } from '../../../state/server-time.ts';

/** Words for why a key opens nothing; null while it works. */
export function useKeyState(): (key: ApiKey) => string | null {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ revoked, expires }) => {
    if (revoked) return t('apiKeys.revoked', { at: formats.dateTime(revoked) });
    if (expires && Date.parse(expires) <= serverNow()) return t('apiKeys.ended', { at: formats.dateTime(expires) });
    return null;
  };
}
