import type { GroupFigures } from '@hovor/protocol/routing';
import { useEffect, useState } from 'react';
import { groupsApi } from '../../api/routing.ts';

/** After a failure the next try waits this long. Milliseconds. */
const pause = 5_000;

/** What goes on in each group now, told by the server as soon as it changes; null = not known yet. */
export function useGroupFigures(tenantId: number): ReadonlyMap<number, GroupFigures> | null {
  const [figures, setFigures] = useState<ReadonlyMap<number, GroupFigures> | null>(null);
  useEffect(() => {
    let isOpen = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function follow(after: string | null) {
      try {
        const { tag, groups } = await groupsApi.figures(tenantId, after);
        if (!isOpen) return;
        if (tag !== after) setFigures(new Map(groups.map((group) => [group.groupId, group])));
        void follow(tag);
      } catch {
        if (isOpen) timer = setTimeout(() => void follow(null), pause);
      }
    }
    void follow(null);
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
  }, [tenantId]);
  return figures;
}
