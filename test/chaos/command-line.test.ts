import { expect, it } from 'vitest';
import { readCommandLine } from './command-line.js';

it('runs ten minutes of the first seed unless it is told otherwise', () => {
  const usual = { minutes: 10, seed: 1, json: undefined, only: undefined, broken: undefined, keep: false };
  expect(readCommandLine([])).toEqual(usual);
  const told = ['--minutes', '0.5', '--seed', '7', '--json', 'x.json', '--only', 'kill nats', '--broken', 'inbox-off', '--keep'];
  expect(readCommandLine(told)).toEqual({ minutes: 0.5, seed: 7, json: 'x.json', only: 'kill nats', broken: 'inbox-off', keep: true });
});

it('takes nothing that it does not understand', () => {
  const wrong = [
    ['--minutes', '0'],
    ['--minutes', '31'],
    ['--seed', '1.5'],
    ['--only', 'kill time'],
    ['--broken', 'all'],
    ['--faster'],
    ['ten'],
  ];
  expect(wrong.map((args) => readCommandLine(args))).toEqual(wrong.map(() => undefined));
});
