import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.ts';

/**
 * Saving what several people may edit at once. What is sent names the version the editing began with; when somebody else
 * saved meanwhile, the own changes stay in the form, and the reader decides: Undo shows theirs, Save again replaces them.
 */
export function useVersionedSave(stored: number, refresh: () => Promise<number>) {
  const { t } = useTranslation();
  const seen = useRef(stored);
  return {
    /** To be called while nothing is being edited: what is stored is what is seen. */
    follow() {
      seen.current = stored;
    },
    async save<T extends { version: number }>(store: (version: number) => Promise<T>): Promise<T> {
      try {
        const saved = await store(seen.current);
        seen.current = saved.version;
        return saved;
      } catch (problem) {
        if (!(problem instanceof ApiProblem) || problem.fields.version === undefined) throw problem;
        seen.current = await refresh();
        throw new ApiProblem('conflict', t('routing.savedMeanwhile'));
      }
    },
  };
}
