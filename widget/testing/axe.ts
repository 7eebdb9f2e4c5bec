import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';
import type { Visit } from './visit.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe holds for serious, in words; empty is good. */
export async function findings(where: Page | Frame): Promise<string[]> {
  await where.evaluate(axe);
  const found = (await where.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

export function panelFrame({ page }: Visit): Frame {
  const frame = page.frames().find((one) => one.url().includes('/widget/GuestFrame'));
  assert.ok(frame);
  return frame;
}
