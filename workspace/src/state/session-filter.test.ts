import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conditionOf,
  conditionsOf,
  filterOf,
  noCondition,
  spanOf,
  spanShown,
  withCondition,
} from './session-filter.ts';

const said =
  'Channel=Chat&Channel=AV&Result=&Created.Min=2025-03-04T09%3A00%3A00Z&LandingPage.Text=cart&LandingPage.Exact=true' +
  '&Param.order.no.Text=A-1&Ended.Null=false&ActivityTextsContain=50%25+off&Search=eva';

test('a filter becomes conditions and the same filter again', () => {
  assert.equal(filterOf(conditionsOf(said)), said);
  assert.deepEqual(conditionOf(said, 'Channel').values, ['Chat', 'AV']);
  assert.deepEqual(conditionOf(said, 'Result').values, ['']);
  assert.equal(conditionOf(said, 'Param.order.no').text, 'A-1');
  assert.equal(conditionOf(said, 'LandingPage').exact, true);
  assert.equal(conditionOf(said, 'Ended').empty, false);
  assert.equal(conditionOf(said, 'ActivityTextsContain').text, '50% off');
});

test('a changed condition keeps its place, an empty one goes, a new one comes last', () => {
  const two = 'Channel=Chat&Status=ACTIVE';
  assert.equal(withCondition(two, { ...noCondition('Channel'), values: ['AV'] }), 'Channel=AV&Status=ACTIVE');
  assert.equal(withCondition(two, noCondition('Channel')), 'Status=ACTIVE');
  assert.equal(withCondition(two, { ...noCondition('Language'), text: 'cs' }), `${two}&Language.Text=cs`);
});

test('lengths of time as people type them', () => {
  assert.equal(spanOf('90'), '00:01:30');
  assert.equal(spanOf('1:30'), '00:01:30');
  assert.equal(spanOf('1:02:03'), '01:02:03');
  assert.equal(spanOf('soon'), null);
  assert.equal(spanOf(''), null);
  assert.equal(spanShown('00:01:30'), '1:30');
  assert.equal(spanShown('01:02:03'), '1:02:03');
});
