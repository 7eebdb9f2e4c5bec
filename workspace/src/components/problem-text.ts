import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';
import { Refused } from '../socket/connection.ts';
import { en } from '../texts/en/index.ts';

type ErrorKey = keyof typeof en.errors;

const hasWords = (code: string): code is ErrorKey => Object.hasOwn(en.errors, code);

/** Words for whatever went wrong, in the reader's language; the server's own words where we have none. */
export function useProblemText(): (problem: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (problem) => {
      if (typeof problem === 'string') return hasWords(problem) ? t(`errors.${problem}`) : t('errors.internal');
      if (!(problem instanceof ApiProblem) && !(problem instanceof Refused)) return t('errors.internal');
      return hasWords(problem.code) ? t(`errors.${problem.code}`) : problem.message;
    },
    [t],
  );
}

/** Runs something and tells the user when it fails. Resolves with whether it worked. */
export function useAttempt(): (task: () => Promise<unknown>) => Promise<boolean> {
  const textOf = useProblemText();
  return useCallback(
    async (task) => {
      try {
        await task();
        return true;
      } catch (problem) {
        if (!(problem instanceof ApiProblem && problem.code === 'not-logged-in')) {
          notifications.show({ message: textOf(problem), color: 'red', withBorder: true });
        }
        return false;
      }
    },
    [textOf],
  );
}
