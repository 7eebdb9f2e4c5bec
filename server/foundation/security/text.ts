/**
 * Names and labels from outside, made fit to be shown to others (invariant 6). What stays is what a reader sees; HTML
 * is not touched here, because every output escapes for its own place.
 */

/** Controls, line and paragraph separators: white space in a name. */
const breaks = /[\p{Cc}\u2028\u2029]+/gu;
/** Bidirectional marks, embeddings, overrides and isolates: they reorder what others read. */
const directions = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Characters without width or ink: two names that look the same would differ. ZWJ and ZWNJ are judged below. */
const invisible =
  /[\u00AD\u115F\u1160\u200B\u2060-\u2065\u206A-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]|\u034F|[\u17B4\u17B5]|[\u180B-\u180F]/gu;
/** Joiners belong inside emoji and inside scripts whose letters join or stack; elsewhere they only disguise. */
const strayJoiners =
  /(?<![\uFE0F\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu;
/** Variation selectors of Han characters, found in Japanese names; elsewhere they are invisible. */
const strayVariations = /(?<!\p{Script=Han})[\u{E0100}-\u{E01EF}]/gu;
/** Letters carry up to four marks in living languages; towers of marks cover the lines around them. */
const towers = /(\p{M}{4})\p{M}+/gu;

/**
 * One line, NFC, without control, reordering and disguising characters, at most `maxLength` UTF-16 units, cut between
 * whole characters. Returns '' when nothing visible remains; whoever needs a name refuses that.
 */
export function cleanName(text: string, maxLength: number): string {
  const cleaned = text
    .toWellFormed()
    .normalize('NFC')
    .replace(breaks, ' ')
    .replace(directions, '')
    .replace(invisible, '')
    .replace(strayVariations, '')
    .replace(strayJoiners, '')
    .replace(towers, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  return cut(cleaned, maxLength);
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let length = 0;
  for (const character of text) {
    if (length + character.length > maxLength) break;
    length += character.length;
  }
  return text.slice(0, length).trimEnd();
}
