/**
 * The customer's colour, made readable. Whatever an administrator typed, text on it passes WCAG AA (4.5 : 1).
 */
export type Rgb = readonly [number, number, number];

const neutral: Rgb = [45, 58, 77];

/** `#rgb` or `#rrggbb`; anything else becomes a neutral dark blue. */
export function parseColour(text: unknown): Rgb {
  const found = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(String(text).trim())?.[1];
  if (!found) return neutral;
  const full = found.length === 3 ? found.replace(/./g, '$&$&') : found;
  const value = Number.parseInt(full, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Relative luminance of WCAG 2.1, 0 (black) to 1 (white). */
export const luminance = (colour: Rgb) =>
  [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const part = (colour[index] ?? 0) / 255;
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);

export const hex = (colour: Rgb) => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/**
 * A pair to draw with: `fill` is the customer's colour, `ink` what stands on it. A colour that white text nearly
 * passes is darkened until it does; a light one keeps its shade and gets dark ink.
 */
export function readable(text: unknown): { fill: string; ink: string } {
  let fill = parseColour(text);
  if (luminance(fill) > 0.28) return { fill: hex(fill), ink: '#14181f' };
  while (luminance(fill) > 0.18) fill = fill.map((part) => Math.floor(part * 0.97)) as unknown as Rgb;
  return { fill: hex(fill), ink: '#ffffff' };
}
