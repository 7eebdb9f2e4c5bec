import { createHub, type HubOptions } from './hub.ts';

/** The operators' workspace, server side: live socket and the routes beside it. */
export function createDesk(options: HubOptions) {
  return createHub(options);
}
export type Desk = ReturnType<typeof createDesk>;
export type { HubOptions as DeskOptions } from './hub.ts';
