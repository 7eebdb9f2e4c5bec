import { linkParts } from '../links.ts';

/** A message as text: never HTML, line breaks kept, addresses pressable. */
export const Text = ({ text }: { text: string }) => (
  <p class="text" dir="auto">
    {linkParts(text).map((part, index) =>
      'href' in part ? (
        <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      ) : (
        part.text
      ),
    )}
  </p>
);
