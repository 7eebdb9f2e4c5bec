import { useState } from 'preact/hooks';
import type { OperatorFace } from '../../../protocol/session.ts';

/** An operator's photo, or the first letter of the name. */
export function Face({ face, small }: { face: Pick<OperatorFace, 'name' | 'photoUrl'>; small?: boolean }) {
  const [broken, setBroken] = useState(false);
  const shape = small ? 'face small' : 'face';
  if (face.photoUrl && !broken) {
    return <img class={shape} src={face.photoUrl} alt="" onError={() => setBroken(true)} />;
  }
  return (
    <span class={shape} aria-hidden="true">
      {[...face.name.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  );
}
