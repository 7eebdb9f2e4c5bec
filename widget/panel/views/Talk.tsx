import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { queueText } from '../queue-text.ts';
import { isRunning, isWaiting, type PanelState } from '../state.ts';
import { highestSeq, isShown, unreadAfter } from '../transcript.ts';
import { Composer } from './Composer.tsx';
import { Chunk, chunksOf } from './Lines.tsx';
import { PendingMessage, PendingUpload } from './Pending.tsx';
import { usePanel } from './use.ts';

/** Lines drawn at first, and how many more each time the client scrolls up to them. */
const page = 80;
/** Within this many pixels of the end the list follows new lines. */
const nearEnd = 60;

/** The conversation: transcript, what is on its way, typing, and the field; or what `children` says after the end. */
export function Talk({ state, children }: { state: PanelState; children: ComponentChildren }) {
  const panel = usePanel();
  const { say } = panel.words;
  const { lines, outbox, uploads, session, typing, bots } = state;
  const turn = bots?.turnOf(state) ?? {
    ...{ bot: null, choices: [], writes: true },
    attaches: isRunning(session) && state.picture.config.window.fileUpload,
  };
  const live = turn.bot !== null;
  const bot = useMemo(() => bots && { ...bots, choices: bots.choicesOf(lines), live }, [bots, lines, live]);
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const heightBefore = useRef(0);
  const [drawn, setDrawn] = useState(page);
  const [away, setAway] = useState(false);
  const [leftAt, setLeftAt] = useState(0);
  const [dropping, setDropping] = useState(false);
  const loading = useRef(false);

  const shown = lines.slice(-drawn);
  const visible = shown.filter(isShown);
  const last = visible.at(-1);
  const fresh = away ? unreadAfter(lines, leftAt) : 0;
  const open = state.picture.open;

  const toEnd = () => {
    const box = list.current;
    if (box) box.scrollTop = box.scrollHeight;
  };

  // Following the end, or keeping what the client reads where it is when older lines come in above.
  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    if (follows.current) toEnd();
    else if (heightBefore.current) box.scrollTop += box.scrollHeight - heightBefore.current;
    heightBefore.current = 0;
  });

  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const keep = new ResizeObserver(() => follows.current && toEnd());
    keep.observe(box);
    return () => keep.disconnect();
  }, []);

  const highest = highestSeq(lines);
  useEffect(() => {
    const look = () => follows.current && highest > 0 && panel.seen(highest);
    if (open && !away) look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [highest, open, away, panel]);

  const more = async () => {
    const box = list.current;
    if (!box || loading.current) return;
    if (drawn >= lines.length && (lines[0]?.seq ?? 1) <= 1) return;
    loading.current = true;
    if (drawn >= lines.length) await panel.loadOlder();
    heightBefore.current = box.scrollHeight;
    setDrawn((count) => count + page);
    loading.current = false;
  };

  const onScroll = () => {
    const box = list.current;
    if (!box) return;
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
    if (atEnd !== follows.current) {
      follows.current = atEnd;
      setAway(!atEnd);
      setLeftAt(highest);
      if (atEnd) setDrawn(page);
    }
    if (box.scrollTop < 300 && !atEnd) more();
  };

  const files = (transfer: DataTransfer | null) => (turn.attaches ? transfer : null);
  const unsent = [...outbox];
  const ownLast = last?.client === 'Guest' && unsent.length === 0 && uploads.length === 0 ? last : null;

  const composer = <Composer state={state} turn={turn} onSend={(text) => panel.talk.send(text)} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way, the button does the same
    <div
      class="talk"
      onDragOver={(event) => {
        if (!files(event.dataTransfer)?.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setDropping(false)}
      onDrop={(event) => {
        const dropped = files(event.dataTransfer)?.files;
        setDropping(false);
        if (!dropped?.length) return;
        event.preventDefault();
        panel.uploads.send(dropped);
      }}
    >
      {session && isWaiting(session) && (
        <div class="queue" role="status">
          <p>{queueText(session.place, session.estimatedWait, panel.words)}</p>
          <p class="quiet">{say('waitingText')}</p>
        </div>
      )}
      <div
        class="list"
        ref={list}
        role="log"
        aria-live="off"
        aria-label={say('transcript')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div>
          {chunksOf(shown).map((chunk) => (
            <Chunk
              key={chunk.id}
              lines={chunk.lines}
              before={chunk.before}
              title={state.picture.config.window.title}
              faces={session?.operators ?? []}
              bot={bot}
            />
          ))}
        </div>
        {unsent.map((message) => (
          <PendingMessage
            key={message.messageId}
            message={message}
            text={bot?.choices.offered.get(message.text.trim())}
            connected={state.connection === 'connected'}
          />
        ))}
        {uploads.map((upload) => (
          <PendingUpload key={upload.messageId} upload={upload} />
        ))}
        {ownLast && session && (
          <p class="mark">{say(session.receipts.operatorRead >= ownLast.seq ? 'read' : 'sent')}</p>
        )}
        {typing && (
          <p class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {say('typing', { name: typing.name })}
          </p>
        )}
      </div>
      {fresh > 0 && (
        <button
          type="button"
          class="jump"
          onClick={() => {
            follows.current = true;
            setAway(false);
            setDrawn(page);
            toEnd();
          }}
        >
          {say('newMessages', { count: fresh })}
        </button>
      )}
      {children || (bots && live ? <bots.Foot {...{ state, turn }}>{composer}</bots.Foot> : composer)}
      {dropping && (
        <div class="drop">
          <p>{say('dropHere')}</p>
        </div>
      )}
    </div>
  );
}
