import type { Channel } from '@hovor/protocol/enums';

interface Load {
  inQueue: number;
  freePlaces: number;
}

/** `GroupAvailabilityModel` (MOD-GRP-2): group id → channel → load (AD-GR-14). */
export function availabilityModel(loads: ReadonlyMap<number, ReadonlyMap<Channel, Load>>) {
  const workload = (channels: ReadonlyMap<Channel, Load>) =>
    Object.fromEntries(
      [...channels].map(([channel, { inQueue, freePlaces }]) => [
        channel,
        { inQueueCountTotal: inQueue, freeQueueSlotsCountTotal: freePlaces },
      ]),
    );
  return {
    overallWorkload: Object.fromEntries([...loads].map(([id, channels]) => [id, { workload: workload(channels) }])),
  };
}
