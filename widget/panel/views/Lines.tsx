import { Component } from 'preact';
import type { Choices } from '../../../protocol/bot-choices.ts';
import type { Activity, OperatorFace } from '../../../protocol/session.ts';
import type { BotParts } from '../bots/parts.ts';
import { isNotice, isShown } from '../transcript.ts';
import { Face } from './Face.tsx';
import { FileLine } from './FileLine.tsx';
import { Text } from './Text.tsx';
import { usePanel } from './use.ts';

/** Lines are drawn in blocks of this many; a block whose lines did not change is not looked at again. */
const chunkSize = 40;

interface ChunkData {
  id: number;
  lines: Activity[];
  before: Activity | undefined;
}

/** Blocks by seq, so that a line stays in its block whatever is loaded above. */
export function chunksOf(lines: readonly Activity[]): ChunkData[] {
  const chunks: ChunkData[] = [];
  let before: Activity | undefined;
  for (const line of lines) {
    if (!isShown(line)) continue;
    const id = Math.floor(line.seq / chunkSize);
    let chunk = chunks.at(-1);
    if (chunk?.id !== id) {
      chunk = { id, lines: [], before };
      chunks.push(chunk);
    }
    chunk.lines.push(line);
    before = line;
  }
  return chunks;
}

/** How lines of chatbots and answers to them are drawn; null while nothing is known of any. */
type BotView = BotParts & { choices: Choices; live: boolean };

interface ChunkProps {
  lines: Activity[];
  before: Activity | undefined;
  title: string;
  faces: readonly OperatorFace[];
  bot: BotView | null;
}

export class Chunk extends Component<ChunkProps> {
  override shouldComponentUpdate(next: ChunkProps) {
    const { lines, before, faces, bot } = this.props;
    return (
      lines.length !== next.lines.length ||
      lines[0] !== next.lines[0] ||
      before !== next.before ||
      faces.length !== next.faces.length ||
      bot !== next.bot
    );
  }

  override render({ lines, before, title, faces, bot }: ChunkProps) {
    return (
      <div class="chunk">
        {lines.map((line, index) => (
          <Line key={line.seq} line={line} before={lines[index - 1] ?? before} {...{ title, faces, bot }} />
        ))}
      </div>
    );
  }
}

/** A pause after which the time is shown anew. */
const pause = 10 * 60_000;

function Line({
  line,
  before,
  title,
  faces,
  bot,
}: { line: Activity; before: Activity | undefined } & Omit<ChunkProps, 'lines'>) {
  const { words } = usePanel();
  const at = new Date(line.at);
  const previous = before && new Date(before.at);
  const newDay = previous?.toDateString() !== at.toDateString();
  const apart = newDay || !previous || at.getTime() - previous.getTime() > pause;
  const stamp = apart && <Stamp at={at} withDay={newDay} />;

  const sender = line.userName ?? line.chatbot?.name ?? title;
  if (isNotice(line)) {
    const text =
      line.type === 'Joined' || line.type === 'Left'
        ? words.say(line.type === 'Joined' ? 'joined' : 'left', { name: sender })
        : line.type === 'SessionForwarded' || line.type === 'Handoff'
          ? words.say('forwarded')
          : line.text;
    return (
      <>
        {stamp}
        {text && <p class="notice">{text}</p>}
      </>
    );
  }

  const own = line.client === 'Guest';
  const first = apart || !before || isNotice(before) || before.client !== line.client || before.userId !== line.userId;
  const name = own ? words.say('you') : sender;
  const face = faces.find((one) => one.userId === line.userId) ?? { name, photoUrl: null };
  const time = new Intl.DateTimeFormat(words.locale, { dateStyle: 'full', timeStyle: 'short' }).format(at);
  const message = line.chatbot?.message;
  const asksLocation = line.type === 'LocationRequest' && !line.text;
  const text =
    bot && asksLocation
      ? words.say('botAsksLocation', { name })
      : (bot?.choices.titles.get(line.seq) ?? line.text ?? '');
  return (
    <>
      {stamp}
      <div class={`line ${own ? 'own' : 'other'}${first ? ' first' : ''}`}>
        {!own && first && (
          <p class="name" aria-hidden="true">
            <Face face={face} small /> {name}
          </p>
        )}
        {bot && message ? (
          <bot.BotLine {...{ line, message, name, time }} choices={bot.choices} live={bot.live} />
        ) : (
          <div class={line.file ? 'bubble holds-file' : 'bubble'} title={time}>
            <span class="aside">{name}: </span>
            {line.file ? <FileLine file={line.file} /> : <Text text={text} />}
          </div>
        )}
      </div>
    </>
  );
}

function Stamp({ at, withDay }: { at: Date; withDay: boolean }) {
  const { words } = usePanel();
  const time = new Intl.DateTimeFormat(words.locale, { timeStyle: 'short' }).format(at);
  return (
    <p class="stamp">
      <time dateTime={at.toISOString()}>{withDay ? `${dayText(at, words)} ${time}` : time}</time>
    </p>
  );
}

function dayText(at: Date, words: ReturnType<typeof usePanel>['words']): string {
  const today = new Date();
  if (at.toDateString() === today.toDateString()) return words.say('today');
  today.setDate(today.getDate() - 1);
  if (at.toDateString() === today.toDateString()) return words.say('yesterday');
  return new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}
