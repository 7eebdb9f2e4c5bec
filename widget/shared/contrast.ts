import { hex, luminance, parseColour, type Rgb } from '../../protocol/colour.ts';

/** Contrast ratio of WCAG 2.1, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * The customer's colour as it may be used for text and marks on `surface`: moved towards black or white, whichever is
 * far from the surface, only as far as the ratio asks.
 */
export function accentOn(surface: string, colour: string, ratio = 4.5): string {
  const ground = parseColour(surface);
  const goal = luminance(ground) > 0.18 ? 0 : 255;
  let accent = parseColour(colour);
  for (let step = 0; step < 60 && contrast(accent, ground) < ratio; step++) {
    accent = accent.map((part) => Math.round(part + (goal - part) * 0.08)) as unknown as Rgb;
  }
  return hex(contrast(accent, ground) < ratio ? [goal, goal, goal] : accent);
}
