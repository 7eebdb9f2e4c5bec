import { invalid } from './errors.ts';

/** A colour as #1f5fd0, in small letters; empty becomes null. @throws invalid-input */
export function optionalColor(field: string, color: string | null | undefined): string | null {
  if (!color) return null;
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw invalid(field, 'must look like #1f5fd0.');
  return color.toLowerCase();
}
