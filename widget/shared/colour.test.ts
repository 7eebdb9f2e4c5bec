import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseColour, readable } from '../../protocol/colour.ts';
import { accentOn, contrast } from './contrast.ts';
import { iconInk } from './ink.ts';

/** A walk through the whole colour cube, coarse enough to be quick. */
function* cube() {
  for (let red = 0; red < 256; red += 15) {
    for (let green = 0; green < 256; green += 15) {
      for (let blue = 0; blue < 256; blue += 15) {
        yield `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
      }
    }
  }
}

test('text on every customer colour passes WCAG AA', () => {
  for (const colour of cube()) {
    const { fill, ink } = readable(colour);
    assert.ok(contrast(parseColour(fill), parseColour(ink)) >= 4.5, `${colour} → ${fill} with ${ink}`);
  }
});

test('the icon of the button is seen on every customer colour', () => {
  for (const colour of cube()) {
    const ratio = contrast(parseColour(colour), parseColour(iconInk(colour)));
    assert.ok(ratio >= 3, `${colour} with ${iconInk(colour)}: ${ratio}`);
  }
});

test('button and panel choose the same kind of ink', () => {
  let differs = 0;
  let all = 0;
  for (const colour of cube()) {
    all++;
    if ((iconInk(colour) === '#fff') !== (readable(colour).ink === '#ffffff')) differs++;
  }
  // The loader's formula is an approximation; only shades right at the border may fall on different sides.
  assert.ok(differs / all < 0.02, `${differs} of ${all}`);
});

test('a colour that passes stays as it is', () => {
  assert.deepEqual(readable('#0f6e5c'), { fill: '#0f6e5c', ink: '#ffffff' });
  assert.deepEqual(readable('#ffd400'), { fill: '#ffd400', ink: '#14181f' });
});

test('the accent is readable on the light and the dark panel', () => {
  for (const ground of ['#ffffff', '#171b22']) {
    for (const colour of cube()) {
      const accent = accentOn(ground, colour);
      assert.ok(contrast(parseColour(accent), parseColour(ground)) >= 4.5, `${colour} on ${ground} → ${accent}`);
    }
  }
});

test('short, odd and hostile colours', () => {
  assert.deepEqual(parseColour('#f80'), [255, 136, 0]);
  assert.deepEqual(parseColour('  #0F6E5C '), [15, 110, 92]);
  for (const odd of ['', 'red', 'url(x)', '#12345', null, undefined, {}, '#ffffff;background:url(x)']) {
    assert.equal(readable(odd).ink, '#ffffff');
  }
});
