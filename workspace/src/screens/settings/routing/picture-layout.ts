import type { DraftRule } from './draft.ts';

/** Where the boxes of the picture stand: packages, the routing, its rules, the groups, from left to right. Pure. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  width: number;
  height: number;
  packages: Box[];
  routing: Box;
  rules: Box[];
  /** By group, in the order in which rules first lead to them. */
  groups: { id: number; box: Box }[];
  /** From a rule to its group, as indexes. */
  links: { rule: number; group: number }[];
}

const widths = { packages: 130, routing: 120, rules: 250, groups: 240 };
const heights = { small: 34, rule: 46, group: 58 };
const gap = 12;
const between = 44;

export function layoutOf(packages: number, rules: readonly Pick<DraftRule, 'groupId'>[]): Layout {
  const ids = [...new Set(rules.flatMap(({ groupId }) => (groupId === null ? [] : [groupId])))];
  const tall = (count: number, height: number) => Math.max(0, count * (height + gap) - gap);
  const height = Math.max(
    tall(packages, heights.small),
    tall(rules.length, heights.rule),
    tall(ids.length, heights.group),
    heights.small,
  );
  const column = (count: number, x: number, width: number, each: number): Box[] => {
    const top = (height - tall(count, each)) / 2;
    return Array.from({ length: count }, (_, index) => ({ x, y: top + index * (each + gap), width, height: each }));
  };
  const at = {
    packages: 0,
    routing: widths.packages + between,
    rules: widths.packages + widths.routing + 2 * between,
    groups: widths.packages + widths.routing + widths.rules + 3 * between,
  };
  const groupBoxes = column(ids.length, at.groups, widths.groups, heights.group);
  return {
    width: at.groups + widths.groups,
    height,
    packages: column(packages, at.packages, widths.packages, heights.small),
    routing: column(1, at.routing, widths.routing, heights.small)[0] as Box,
    rules: column(rules.length, at.rules, widths.rules, heights.rule),
    groups: ids.map((id, index) => ({ id, box: groupBoxes[index] as Box })),
    links: rules.flatMap(({ groupId }, rule) => (groupId === null ? [] : [{ rule, group: ids.indexOf(groupId) }])),
  };
}

/** A curve from the right side of one box to the left side of another. */
export function curve(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = (x2 - x1) / 2;
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}

/** Text that fits a box; about 6.6 units a character at the size of the picture. */
export function fit(text: string, width: number): string {
  const most = Math.floor((width - 20) / 6.6);
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}
