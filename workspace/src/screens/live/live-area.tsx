import { useWorkplace } from '../../frame/desk-context.ts';
import { NotFound } from '../../frame/not-found.tsx';
import { mayWatchQueues, placesOf } from '../../state/places.ts';
import { OperatorsScreen } from './operators-screen.tsx';
import { QueuesScreen } from './queues-screen.tsx';
import { WallboardScreen } from './wallboard-screen.tsx';

/** The boards, each for those whose rights open it. */
export function OperatorsArea() {
  const { tenant } = useWorkplace();
  return placesOf(tenant).includes('operators') ? <OperatorsScreen /> : <NotFound />;
}

export function QueuesArea() {
  const { tenant } = useWorkplace();
  return placesOf(tenant).includes('queues') ? <QueuesScreen /> : <NotFound />;
}

export function WallboardArea() {
  const { tenant } = useWorkplace();
  return mayWatchQueues(tenant) ? <WallboardScreen /> : <NotFound />;
}
