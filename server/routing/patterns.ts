import { limits } from '@hovor/protocol/limits';
import { RE2JS } from 're2js';

/**
 * Regular expressions administrators type (AD-RT-8). The engine is RE2's: the time to match is bounded by the steps of the
 * expression times the length of the text, and both have limits, so no expression can hold up the routing. What it cannot
 * do (look-behind, references back) is refused when the rule is saved.
 */

/** Compiled expressions are kept: a round asks the same few for every waiting session. */
const kept = new Map<string, RE2JS>();
const mostKept = 500;

function compile(pattern: string): RE2JS {
  const known = kept.get(pattern);
  if (known) return known;
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
  kept.set(pattern, compiled);
  return compiled;
}

/** Why an expression cannot be used, or null. */
export function patternFault(pattern: string): string | null {
  if (pattern.length > limits.conditionPatternLength) {
    return `must have at most ${limits.conditionPatternLength} characters.`;
  }
  try {
    const small = compile(pattern).programSize() <= limits.conditionPatternSteps;
    return small ? null : 'repeats too much. Use smaller numbers of repetitions, or a list.';
  } catch (error) {
    return `is not a regular expression we can use: ${error instanceof Error ? error.message : String(error)}.`;
  }
}

/** True when the expression is found anywhere in the text's beginning, whatever the case. One that cannot be used finds nothing. */
export function matches(pattern: string, text: string): boolean {
  if (patternFault(pattern) !== null) return false;
  return compile(pattern).matcher(text.slice(0, limits.conditionPatternText)).find();
}
