import type { ReactNode } from 'react';
import { ProblemView } from '../../../components/problem-view.tsx';
import { Waiting } from '../../../frame/where-you-belong.tsx';

interface LoadedProps<T> {
  found: { data: T | undefined; error: unknown; refetch(): unknown };
  children(data: T): ReactNode;
}

/** What a page shows once its data is there; before that the wait, or why it did not come. */
export function Loaded<T>({ found, children }: LoadedProps<T>) {
  if (found.data !== undefined) return children(found.data);
  return found.error ? <ProblemView problem={found.error} onRetry={() => void found.refetch()} /> : <Waiting />;
}
