import { buildOpenApi, REQUESTS } from '@smartcontent/contracts';
import { describe, expect, it, test } from 'vitest';
import { BREAKS, isBreak } from '../api-changes/change.ts';
import { changelogWith, releasedChangelog, undecided } from '../api-changes/changelog.ts';
import { documentChanges } from '../api-changes/document-changes.ts';
import { refusalOfVersion } from '../api-changes/version.ts';
import { draft, RELEASED_EXAMPLE, type Sketch } from './released-example.fixture.ts';

/** The rule that a plant breaks, what is planted, and what its message must say. */
const PLANTS: [rule: keyof typeof BREAKS, plant: (document: Sketch) => void, says: RegExp][] = [
  ['operation-removed', ({ paths }) => delete paths['/posts']?.post, /is gone/],
  ['operation-removed', ({ paths }) => delete paths['/posts'], /is gone/],
  ['operation-renamed', (d) => Object.assign(d.list, { operationId: 'post.find' }), /`post.list` → `post.find`/],
  ['credential-stricter', (d) => Object.assign(d.list, { security: [{ accessToken: ['write'] }, { apiKey: ['read'] }] }), /with `write`/],
  ['credential-stricter', (d) => Object.assign(d.list, { security: [{ accessToken: ['read'] }] }), /`apiKey` with `read` → `acc/],
  [
    'credential-stricter',
    (d) => Object.assign(d.list, { security: [{ accessToken: ['read'], apiKey: ['read'] }] }),
    / → `accessToken` with `read` and `apiKey` with `read`$/,
  ],
  ['credential-stricter', (d) => d.either.security.pop(), /no credential → `accessToken`/],
  ['credential-stricter', (d) => Object.assign(d.open, { security: [{ apiKey: [] }] }), /asks for more/],
  ['parameter-removed', (d) => d.list.parameters.shift(), /query `status` is not taken/],
  ['parameter-style-changed', (d) => Object.assign(d.tags, { explode: true }), /form false → form true/],
  ['input-required', (d) => Object.assign(d.status, { required: true }), /query `status` must be given/],
  ['input-required', (d) => d.list.parameters.push({ name: 'x', in: 'query', required: true, schema: {} }), /query `x` must be given/],
  ['input-required', (d) => d.body.required.push('note'), /body `note` must be given/],
  ['input-required', (d) => Object.assign(d.body, { properties: { ...d.body.properties, x: {} }, required: ['x'] }), /body `x` must/],
  ['body-added', (d) => Object.assign(d.open, { requestBody: { required: true, content: {} } }), /body is asked for/],
  ['body-added', (d) => Object.assign(d.create.requestBody, { required: true }), /body is asked for/],
  ['media-type-removed', (d) => delete d.create.requestBody.content['application/x-ndjson'], /body .*`application\/x-ndjson`/],
  ['media-type-removed', (d) => Object.assign(d.refusal, { content: { 'application/json': {} } }), /refusal 422 .*problem\+json/],
  ['status-changed', (d) => delete d.create.responses[201], /status 201 is not answered/],
  ['status-added', (d) => Object.assign(d.create.responses, { 202: {} }), /status 202 may be answered/],
  ['status-added', (d) => Object.assign(d.create.responses, { 204: {} }), /status 204 may be answered/],
  ['status-added', (d) => Object.assign(d.list.responses, { 304: {} }), /status 304 may be answered/],
  ['header-removed', (d) => delete d.list.responses[200]?.headers.Link, /header `Link`/],
  ['code-moved', (d) => Object.assign(d.code.value, { status: 400 }), /`POST_STALE` .*409 → 400/],
  ['input-field-removed', (d) => delete d.body.properties.note, /body `note`/],
  ['input-type-narrowed', (d) => Object.assign(d.body.properties.priority, { type: 'integer' }), /`number` was, `integer` is/],
  [
    'input-type-narrowed',
    (d) => Object.assign(d.body.properties.note, { anyOf: [{ type: 'string' }] }),
    /takes fewer kinds of value: `null`/,
  ],
  ['input-type-narrowed', (d) => Object.assign(d.body.properties.pair, { prefixItems: [{}] }), /2 places were, 1 are/],
  ['input-enum-narrowed', (d) => d.status.schema.enum.pop(), /query `status` takes fewer values: `sent`/],
  ['input-enum-narrowed', (d) => Object.assign(d.body.properties.title, { enum: ['a'] }), /only `a`/],
  ['input-enum-narrowed', (d) => d.tags.schema.items.enum.pop(), /query `tags` `\[\]` takes fewer values/],
  ['input-bound-tightened', (d) => Object.assign(d.body.properties.title, { maxLength: 99 }), /maxLength 100 → 99/],
  ['input-bound-tightened', (d) => Object.assign(d.body.properties.priority, { exclusiveMinimum: 0 }), /exclusiveMinimum none → 0/],
  ['input-bound-tightened', (d) => allOf(d.body.properties.title, { maxLength: 99 }, { maxLength: 100 }), /maxLength 100 → 99/],
  ['input-bound-tightened', (d) => allOf(d.body.properties.title, { minLength: 2 }, { minLength: 1 }), /minLength none → 2/],
  ['input-bound-tightened', (d) => anyOf(d.body.properties.title, { maxLength: 99 }), /maxLength 100 → 99/],
  ['input-bound-tightened', (d) => Object.assign(d.body.properties.list, { minItems: 1 }), /minItems none → 1/],
  ['input-bound-tightened', (d) => Object.assign(d.body.properties.list, { maxItems: 4 }), /body `list` .*maxItems 5 → 4/],
  ['input-format-narrowed', (d) => Object.assign(d.body.properties.title, { pattern: '^a' }), /pattern `none` → `\^a`/],
  ['input-format-narrowed', (d) => Object.assign(d.body.properties.list.items, { format: 'uuid' }), /body `list\[\]` .*format/],
  ['input-closed', (d) => Object.assign(d.body.properties.metadata, { additionalProperties: false }), /body `metadata` refuses/],
  ['input-default-changed', (d) => Object.assign(d.status.schema, { default: 'sent' }), /`draft` → `sent`/],
  ['answer-field-removed', (d) => delete d.post.properties.title, /answer `items\[\].title` is not answered/],
  ['answer-field-optional', (d) => d.post.required.pop(), /answer `items\[\].title` may be missing/],
  ['answer-field-optional', (d) => Object.assign(d.line, { required: [] }), /answer `place` may be missing/],
  ['answer-type-widened', (d) => Object.assign(d.post.properties.id, { type: ['string', 'null'] }), /`null`/],
  ['answer-type-widened', (d) => Object.assign(d.post.properties.count, { type: 'number' }), /`integer` was, `number` is/],
  ['answer-type-widened', (d) => delete d.post.properties.status?.enum, /any value/],
  ['answer-type-widened', (d) => Object.assign(d.post.properties.counts, { additionalProperties: {} }), /items\[\].counts\.\*/],
  ['answer-value-removed', (d) => d.post.properties.status.enum.pop(), /`sent`/],
  ['answer-bound-loosened', (d) => delete d.post.properties.count?.minimum, /minimum 0 → none/],
  ['answer-format-changed', (d) => Object.assign(d.post.properties.id, { format: 'uri' }), /format `uuid` → `uri`/],
  ['answer-field-removed', (d) => delete d.line.properties.at, /answer `at`/],
  ['keyword-unknown', (d) => Object.assign(d.body.properties.title, { not: { const: 'a' } }), /`not`/],
];

/** What a client does not notice, and what the changelog says of it; null where it says nothing. */
const HARMLESS: [name: string, plant: (document: Sketch) => void, says: string | readonly string[] | null][] = [
  ['an operation more', (d) => Object.assign(d.paths, { '/x': { get: { ...d.open, summary: 'Get x' } } }), 'New: Get x'],
  ['a parameter', (d) => d.list.parameters.push({ name: 'x', in: 'query', schema: {} }), 'query `x` can be given'],
  ['a field of the body', (d) => Object.assign(d.body.properties, { x: {} }), 'body `x` can be given'],
  ['a field of the answer', (d) => Object.assign(d.post.properties, { x: {} }), 'answer `items[].x` is answered'],
  ['a value more to send', (d) => d.status.schema.enum.push('lost'), 'query `status` takes `lost` too'],
  ['a value more to meet', (d) => d.post.properties.status.enum.push('lost'), 'answer `items[].status` may be `lost`'],
  ['a wider bound', (d) => Object.assign(d.body.properties.title, { maxLength: 200 }), 'body `title` takes more (maxLength 100 → 200)'],
  [
    'a kind of value more to send',
    (d) => Object.assign(d.body.properties.priority, { type: ['number', 'null'] }),
    'body `priority` takes `null` too',
  ],
  ['null no more', (d) => Object.assign(d.post.properties.note, { type: 'string' }), null],
  ['a scope less', (d) => Object.assign(d.list, { security: [{ accessToken: [] }, { apiKey: ['read'] }] }), null],
  ['a credential less', (d) => Object.assign(d.list, { security: [{}] }), 'the operation asks for no credential'],
  ['a scheme less', (d) => Object.assign(d.both, { security: [{ apiKey: [] }] }), null],
  ['a way in more', (d) => d.create.security.push({ accessToken: ['write'] }), null],
  ['no scope more, though the ways stand otherwise', (d) => d.list.security.reverse(), null],
  ['the tighter of two bounds as it was', (d) => allOf(d.post.properties.count, { minimum: 0 }, { minimum: -5 }), null],
  [
    'a field promised beside a reference',
    (d) => Object.assign(d.list.responses[200].content['application/json'].schema.properties.items.items, { required: ['count'] }),
    'answer `items[].count` is always answered',
  ],
  ['a length of 0 at least', (d) => Object.assign(d.body.properties.title, { minLength: 0 }), null],
  ['a count of 0 at least', (d) => Object.assign(d.body.properties.list, { minItems: 0 }), null],
  ['a number of fields of 0 at least', (d) => Object.assign(d.body.properties.metadata, { minProperties: 0 }), null],
  ['a length of 0 at least that is promised no more', (d) => delete d.post.properties.title.minLength, null],
  ['a code', (d) => Object.assign(d.refusal.content['application/problem+json'].examples, { X: {} }), 'refusal `X` may be answered'],
  ['a status for refusals', (d) => Object.assign(d.create.responses, { 412: {} }), 'status 412 may be answered'],
  [
    'a status for who asks whether anything changed',
    (d) => {
      d.list.parameters.push({ name: 'If-None-Match', in: 'header', schema: {} });
      Object.assign(d.list.responses, { 304: {} });
    },
    ['header `If-None-Match` can be given', 'status 304 may be answered'],
  ],
  ['a header', (d) => Object.assign(d.list.responses[200].headers, { ETag: {} }), 'answer header `ETag` is answered'],
  ['words', (d) => Object.assign(d.status, { description: 'Of the post' }), null],
  [
    'several values where there was one',
    (d) =>
      Object.assign(d.status, {
        explode: false,
        schema: { type: 'array', minItems: 1, items: { enum: ['draft', 'sent'] }, default: 'draft' },
      }),
    'query `status` takes several values, with commas between them',
  ],
];

/** Said beside what the schema says already. */
function allOf(schema: object, ...parts: object[]) {
  return Object.assign(schema, { allOf: parts });
}
function anyOf(schema: object, ...choices: object[]) {
  return Object.assign(schema, { anyOf: choices });
}

const changesOf = (plant: (document: Sketch) => void) => {
  const sketch = draft();
  plant(sketch);
  return documentChanges(RELEASED_EXAMPLE, sketch.document);
};

describe('what breaks a client', () => {
  it.each(PLANTS)('is told: %s', (rule, plant, says) => {
    const breaks = changesOf(plant).filter(isBreak);
    expect(breaks.length).toBeGreaterThan(0);
    for (const found of breaks) expect(found).toMatchObject({ rule, text: expect.stringMatching(says) });
  });

  test('has a plant for each of its rules', () => {
    expect([...new Set(PLANTS.map(([rule]) => rule))].sort()).toEqual(Object.keys(BREAKS).sort());
  });

  it.each(HARMLESS)('is not %s', (_name, plant, says) => {
    const changes = changesOf(plant);
    expect(changes.filter(isBreak)).toEqual([]);
    expect(changes.map(({ text }) => text)).toEqual(says === null ? [] : [says].flat());
  });

  test('is nothing in a document that is the same, though its schemas hold themselves', () => {
    const document = buildOpenApi(REQUESTS, { version: '1.0.0', servers: [] });
    expect(documentChanges(document, structuredClone(document))).toEqual([]);
  });
});

describe('the changelog', () => {
  const [, plant] = PLANTS.find(([rule]) => rule === 'parameter-removed') ?? [];
  const changes = changesOf((document) => {
    plant?.(document);
    Object.assign(document.paths, { '/x': { get: { ...document.open, summary: 'Get x' } } });
    for (const { parameters } of [document.list, document.open]) parameters.push({ name: 'x', in: 'query', schema: {} });
  });
  const text = 'query `status` is not taken any more';

  it('says the same of many routes once, and keeps what was released', () => {
    const before = `# Old\n\n## Unreleased\n\nold\n\n## 1.0.0 – 2026-01-05\n\nThe first.\n`;
    expect(changelogWith(before, changes, [{ operation: 'GET /posts', text, why: 'Nobody used it.' }])).toMatch(
      /^# Changes of the API\n[\s\S]*\n## Unreleased\n\n### Breaking\n\n- `GET \/posts`: query `status` is not taken any more\. Nobody used it\.\n\n### New routes\n\n- `GET \/x`: Get x\n\n### New in routes that there were\n\n- query `x` can be given: `GET \/posts`, `POST \/open`\n\n## 1\.0\.0 – 2026-01-05\n\nThe first\.\n$/,
    );
  });

  it('gives its unreleased part a name and begins a new one at a release', () => {
    const written = changelogWith('', changes, []);
    const released = releasedChangelog(written, '2.0.0', '2026-02-01');
    expect(released).toMatch(/## Unreleased\n\nNothing yet\.\n\n## 2\.0\.0 – 2026-02-01\n\n### Breaking\n/);
    expect(changelogWith(released, [], [])).toBe(released);
  });

  it('lets no break pass that nobody decided on, and no decision on what is none', () => {
    expect(undecided(changes, [])).toEqual([
      expect.stringContaining('GET /posts: query `status` is not taken any more (parameter-removed'),
    ]);
    expect(undecided(changes, [{ operation: 'GET /posts', text, why: '' }])).toHaveLength(1);
    expect(undecided(changes, [{ operation: 'GET /posts', text, why: 'So.' }])).toEqual([]);
    expect(undecided([], [{ operation: 'GET /posts', text, why: 'So.' }])).toEqual([expect.stringContaining('is no break any more')]);
  });
});

test.each([
  ['1.2.3', '1.2.4', false, true],
  ['1.2.3', '1.3.0', true, false],
  ['1.2.3', '2.0.0', true, true],
  ['0.1.0', '0.2.0', true, true],
  ['0.1.0', '0.1.1', true, false],
  ['1.2.3', '1.2.3', false, false],
  ['1.2.3', '1.1.9', false, false],
  ['1.2.3', 'next', false, false],
])('after %s, %s with breaks: %s may be released: %s', (last, next, isBreaking, may) => {
  expect(refusalOfVersion(last, next, isBreaking).length === 0).toBe(may);
});
