import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProblemText } from './problem-text.ts';

/** An error with a way on, in place of what could not be shown. */
export function ProblemView({ problem, onRetry }: { problem: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (
    <Stack align="center" justify="center" gap="xs" p="lg" h="100%" role="alert">
      <Text ta="center">{textOf(problem)}</Text>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </Stack>
  );
}
