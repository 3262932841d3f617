import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentencesOf, titleOf } from '../title-of.js';
import type { Assignment } from '../writer.js';
import { fillSchema } from './fill-schema.js';
import { writeOffline } from './offline-writer.js';
import { inWordsOf } from './spell-brand.js';

function assignment(request: object, more: Partial<Assignment> = {}): Assignment {
  const usual = { prompt: 'One. Two.', system: null, template: null, variables: {}, schema: null, max_output_tokens: 4_096 };
  const brand = { name: 'Acme', guidelines: {}, terms: [] };
  return { model: 'm', title: null, contentType: 'blog', brand, faults: [], ...more, request: { ...usual, ...request } as never };
}

const size = fc.integer({ min: 0, max: 8 });
const leaf = fc.oneof(
  fc.record({ type: fc.constant('string'), minLength: size }).map((schema) => ({ ...schema, maxLength: schema.minLength + 5 })),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -50, max: 50 }) }),
  fc.record({ type: fc.constant('number'), exclusiveMinimum: fc.integer({ min: -5, max: 5 }) }),
  fc.record({ type: fc.constant('boolean') }),
  fc.record({ enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }) }),
  fc.record({ const: fc.jsonValue() }),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'uuid', 'email') }),
);
const { schema } = fc.letrec<{ schema: object; object: object; array: object }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3 }, leaf, tie('object'), tie('array')),
  object: fc
    .dictionary(fc.constantFrom('a', 'b', 'title', 'points'), tie('schema'), { maxKeys: 3 })
    .map((properties) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false })),
  array: fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: size, maxItems: fc.constant(12) }),
}));

test('what is made of a schema fits it', () => {
  const ajv = new Ajv2020({ strict: false, logger: false });
  fc.assert(
    fc.property(schema, (asked) => {
      const made = fillSchema(asked as never, { title: 'A title of some length' }, ['A first sentence.', 'A second one.']);
      expect(ajv.validate({ ...asked }, made), JSON.stringify({ asked, made, errors: ajv.errors })).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('a schema that refers to itself without end is given up, not followed', () => {
  const endless = { $ref: '#/$defs/a', $defs: { a: { type: 'object', properties: { next: { $ref: '#/$defs/a' } }, required: ['next'] } } };
  expect(JSON.stringify(fillSchema(endless, {}, [])).length).toBeLessThan(1_000);
});

const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`p${at}`, { $ref: '#' }]));
const letters = 'a'.repeat(30_000);
test.each([
  ['branches twenty-fold', { type: 'array', minItems: 20, items: { $ref: '#' } }],
  ['wants a thousand million items', { type: 'array', minItems: 1e9, maxItems: 1e9, items: { type: 'boolean' } }],
  ['has a hundred fields, each like itself', { type: 'object', properties: many }],
  ['wants a long text', { type: 'string', minLength: 1e9 }],
  ['wants many long texts', { type: 'array', minItems: 1e6, items: { type: 'string', minLength: 1e6 } }],
  ['repeats a long constant', { type: 'array', minItems: 1e9, items: { const: letters } }],
  ['repeats a long default', { type: 'array', minItems: 1e9, items: { type: 'string', default: letters } }],
  ['has long names', { type: 'object', properties: { [letters]: { $ref: '#' }, b: { $ref: '#' }, c: { $ref: '#' } } }],
  ['points far', { type: 'array', minItems: 1e9, items: { $ref: `#${'/x'.repeat(30_000)}` } }],
  [
    'joins thousands of others',
    {
      ...{ type: 'array', minItems: 1e9, items: { $ref: '#/$defs/a' } },
      $defs: { a: { allOf: Array.from({ length: 2_000 }, (_, at) => ({ properties: { [`p${at}`]: {} } })) } },
    },
  ],
])('a schema that %s is filled no further than an output can be long', (_, endless) => {
  const before = process.cpuUsage();
  const told = { prompt: 'word '.repeat(20_000) };
  const made = fillSchema(endless, told, ['A first sentence.', 'word '.repeat(20_000)]);
  expect(JSON.stringify(made).length).toBeLessThan(5_000_000);
  expect(cpuMs(before)).toBeLessThan(2_000);
});

test.each([';', '…', ' ', '?!', '\u{1F331};'])('a title of nothing but %j to its end takes no time', (sign) => {
  const before = process.cpuUsage();
  const prompt = `a${sign.repeat(100_000 / sign.length)}x`;
  titleOf(assignment({ prompt }, { title: prompt }));
  writeOffline(assignment({ prompt: `One. ${prompt}` }));
  expect(cpuMs(before)).toBeLessThan(1_000);
});

test('a template that names a long value thousands of times is given up before it is filled', () => {
  const template = '{{prompt}}'.repeat(5_000);
  const tooLarge = expect.objectContaining({ reason: 'output_too_large', details: { isRetryable: false } });
  expect(() => writeOffline(assignment({ prompt: 'word '.repeat(20_000), template }))).toThrow(tooLarge);
});

test('a title never ends in half a character', () => {
  expect(titleOf(assignment({ prompt: `x${'🌱'.repeat(1_000)}` })).isWellFormed()).toBe(true);
});

test('the same request always brings the same draft, of no more words than were allowed', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (prompt, max_output_tokens) => {
      const [one, two] = [writeOffline(assignment({ prompt, max_output_tokens })), writeOffline(assignment({ prompt, max_output_tokens }))];
      expect(two.text).toBe(one.text);
      expect(one.usage?.output).toBeLessThanOrEqual(max_output_tokens);
    }),
  );
});

test('a prompt in a script without spaces has sentences and a title', () => {
  expect(sentencesOf('苗には光が必要です。暗いと伸びます。')).toEqual(['苗には光が必要です。', '暗いと伸びます。']);
  expect(titleOf(assignment({ prompt: '苗には光が必要です。暗いと伸びます。' }))).toBe('苗には光が必要です。');
});

test('a forbidden term is replaced as a whole word, in the case that it had', () => {
  const terms = [
    { term: 'cheap', kind: 'forbidden', replacement: 'affordable', note: null },
    { term: 'C++', kind: 'forbidden', replacement: 'Rust', note: null },
    { term: 'neutral', kind: 'neutral', replacement: 'x', note: null },
  ] as const;
  const brand = { name: '', guidelines: {}, terms };
  expect(inWordsOf(brand, 'Cheap and cheaper, cheap; C++ is neutral.')).toBe('Affordable and cheaper, affordable; Rust is neutral.');
});

/** What this process worked since then, whatever else the machine does. */
function cpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
