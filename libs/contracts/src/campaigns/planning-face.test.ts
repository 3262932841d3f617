import { expect, test } from 'vitest';
import { CreateCalendarEvent } from './calendar-events.js';
import { plannedInstant } from './planning-face.js';
import { CreateStrategy, DeleteStrategy, exampleStrategy, ListStrategies } from './strategies.js';

type Contract = typeof CreateStrategy | typeof CreateCalendarEvent | typeof DeleteStrategy | typeof ListStrategies;

/** What is said of each field that is refused. */
function refusals(contract: Contract, input: object): Record<string, string> {
  const { error } = contract.input.safeParse(input);
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

test('a strategy without user_id is told what that is, and so is one whose user_id is neither number nor text', () => {
  expect(refusals(CreateStrategy, { name: 'Spring launch' })).toEqual({ user_id: 'is required: a whole number or a text' });
  for (const user_id of [null, true, 1.5, [1], { id: 1 }])
    expect(refusals(CreateStrategy, { name: 'Spring launch', user_id })).toEqual({ user_id: 'must be a whole number or a text' });
});

test('what is of the right kind and still refused says by what', () => {
  expect(refusals(CreateStrategy, { name: 'Spring launch', user_id: 2 ** 60 }).user_id).toContain('<=9007199254740991');
  expect(refusals(ListStrategies, { user_id: '' }).user_id).toContain('>=1 characters');
});

test('every field of planning that takes several kinds names them', () => {
  const kinds = { target_audience: 5, content_pillars: ['Customers', 5] };
  expect(refusals(CreateStrategy, { ...CreateStrategy.example.input, ...kinds })).toEqual({
    target_audience: 'must be a text or an object',
    'content_pillars.1': 'must be a text or an object',
  });
  expect(refusals(DeleteStrategy, { strategy_id: exampleStrategy.id, with_events: 'yes' })).toEqual({
    with_events: 'must be true or false',
  });
  const { scheduled_date: _, ...undated } = CreateCalendarEvent.example.input;
  expect(refusals(CreateCalendarEvent, undated)).toEqual({
    scheduled_date: 'is required: a date, or a date and time with or without its offset',
  });
  expect(refusals(CreateCalendarEvent, { ...undated, scheduled_date: 'tomorrow' })).toEqual({
    scheduled_date: 'must be a date, or a date and time with or without its offset',
  });
});

test.each([
  ['2026-03-01', '2026-03-01T00:00:00Z'],
  ['2026-03-01T10:05', '2026-03-01T10:05:00Z'],
  ['2026-03-01T10:05Z', '2026-03-01T10:05:00Z'],
  ['2026-03-01T10:05+01:00', '2026-03-01T10:05:00+01:00'],
  ['2026-03-01T10:05:06.789', '2026-03-01T10:05:06.789Z'],
  ['2026-03-01T10:05:06-05:30', '2026-03-01T10:05:06-05:30'],
])('the date %s is taken in one form, by the edge and by the service behind it', (written, taken) => {
  expect(plannedInstant.parse(written)).toBe(taken);
  expect(plannedInstant.parse(taken)).toBe(taken);
});

test.each([
  '2026-02-30',
  '2026-03-01T10',
  '2026-03-01T24:00',
  '2026-03-01 10:00',
  '2026-03-01T10:00+25:00',
  '1969-12-31',
  '2200-01-01T00:00',
])('the date %s is refused', (written) => {
  expect(plannedInstant.safeParse(written).success).toBe(false);
});
