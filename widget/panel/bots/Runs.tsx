import type { ComponentChildren } from 'preact';
import type { TextRun } from '../../../protocol/bot.ts';
import { linkParts } from '../links.ts';

/** Runs of text as the server cleaned them; addresses in plain ones can be pressed as in every message. */
export const Runs = ({ runs }: { runs: readonly TextRun[] }) => runs.map((run, index) => <Run key={index} run={run} />);

function Run({ run: { text, strong, em, href } }: { run: TextRun }) {
  let content = href ? text : <Plain text={text} />;
  if (em) content = <em>{content}</em>;
  if (strong) content = <strong>{content}</strong>;
  return href ? <Outside href={href}>{content}</Outside> : content;
}

const Plain = ({ text }: { text: string }) =>
  linkParts(text).map((part, index) =>
    'href' in part ? (
      <Outside key={index} href={part.href}>
        {part.text}
      </Outside>
    ) : (
      part.text
    ),
  );

const Outside = ({ href, children }: { href: string; children: ComponentChildren }) => (
  <a href={href} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </a>
);
