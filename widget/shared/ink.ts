/**
 * Ink for an icon on the customer's colour (`#rgb` or `#rrggbb`): dark on light shades, else white; always 3 : 1 or
 * better. Small, because it is part of the loader; the panel corrects the shade itself (`readable` in colour.ts) and
 * changes the ink at the same point.
 */
export function iconInk(colour: string): string {
  const full = colour.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
  const light = [0.21, 0.72, 0.07].reduce(
    (sum, weight, place) => sum + weight * (+`0x${full.substr(1 + 2 * place, 2)}` / 255) ** 2.2,
    0,
  );
  return light > 0.28 ? '#14181f' : '#fff';
}
