import assert from 'node:assert/strict';
import type { Activity } from '@hovor/protocol/session';

/** What one reader has seen of a conversation. Refuses gaps, repetitions and changes of order as they come in. */
export class Transcript {
  readonly lines: Activity[] = [];

  get lastSeq() {
    return this.lines.at(-1)?.seq ?? 0;
  }

  add(activities: Activity[]) {
    for (const activity of activities) {
      // A page that overlaps what is known may repeat it, but never differently.
      const known = this.lines[activity.seq - 1];
      if (known) {
        assert.equal(known.id, activity.id, `line ${activity.seq} of session ${activity.sessionId} changed`);
        continue;
      }
      assert.equal(activity.seq, this.lastSeq + 1, `gap in session ${activity.sessionId} before ${activity.seq}`);
      this.lines.push(activity);
    }
  }

  get messages() {
    return this.lines.filter((line) => line.type === 'ChatMessage');
  }
}
