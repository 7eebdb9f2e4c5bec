import type { Channel } from '@hovor/protocol/enums';
import { deskApi, type StateChoice } from '../api/desk.ts';
import { useAttempt } from '../components/problem-text.ts';
import { useWorkplace } from './desk-context.ts';

/** Changes of the own status and channels. The new state comes back by the socket to all tabs. */
export function useStatusActions() {
  const { desk, tenant } = useWorkplace();
  const attempt = useAttempt();
  return {
    setState: (choice: StateChoice) =>
      attempt(async () => {
        const data = await deskApi.setState(tenant.id, choice);
        if (data) desk?.dispatch({ type: 'push', name: 'state', data });
      }),
    setChannel: (channel: Channel, enabled: boolean) =>
      attempt(async () => {
        await deskApi.setChannel(tenant.id, channel, enabled);
        const channels = desk?.store.get().channels ?? [];
        const data = channels.map((each) => (each.channel === channel ? { channel, enabled } : each));
        desk?.dispatch({ type: 'push', name: 'channels', data });
      }),
  };
}
