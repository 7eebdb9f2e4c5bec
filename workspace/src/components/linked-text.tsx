import { linkParts } from './links.ts';

/** Text of anybody, shown as text: links work, HTML does not exist here. */
export function LinkedText({ text }: { text: string }) {
  return linkParts(text).map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text have no other identity
    if (part.href === null) return <span key={index}>{part.text}</span>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    );
  });
}
