import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROLE_SCOPES } from './access.js';
import { type HttpFace, isAnsweredByOwner, type RequestContract, SERVICES } from './define.js';
import { BROADCASTS, EVENTS, REQUESTS } from './registry.js';

const faced = REQUESTS.filter((request): request is RequestContract & { http: HttpFace } => request.http !== null);

/** Ingest mends texts itself, and what analytics asks for goes into no table. */
const stored = REQUESTS.filter(({ owner }) => owner !== 'gateway' && owner !== 'analytics');
/** Hashed, compared or verified, and so never stored. */
const UNSTORED = new Set(['password', 'current_password', 'new_password', 'cursor', 'version_hash', 'key_hash']);
/** Nobody can guess a refresh token, and sessions must outlast a Redis that is away, which closes class `auth`. */
const REFRESH = '/v1/sessions/refresh';
/** What tells whether planning works is asked every few seconds by whoever watches it. */
const HEALTH = /^\/api\/content-planning\/(?:database\/)?health$/;

function* textsOf(schema: z.ZodType, name = ''): Generator<[string, z.ZodType]> {
  if (schema instanceof z.ZodObject) {
    for (const [field, inner] of Object.entries(schema.shape)) yield* textsOf(inner as z.ZodType, field);
  } else if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    yield* textsOf(schema.unwrap() as z.ZodType, name);
  } else {
    yield [name, schema];
  }
}

describe('every contract', () => {
  it('has a subject of its own', () => {
    const subjects = [...REQUESTS, ...EVENTS, ...BROADCASTS].map((contract) => contract.subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects.length).toBeGreaterThan(30);
  });

  it.each(REQUESTS)('$subject parses its own example', ({ input, output, example }) => {
    input.parse(example.input);
    output.parse(example.output);
  });

  it.each([...EVENTS, ...BROADCASTS])('$subject parses its own example', ({ data, example }) => {
    data.parse(example);
  });

  it('names services once each as callers and consumers', () => {
    for (const { callers } of REQUESTS) expect(new Set(callers).size).toBe(callers.length);
    for (const { consumers } of EVENTS) expect(new Set(consumers).size).toBe(consumers.length);
    for (const name of [...REQUESTS.flatMap((r) => r.callers), ...EVENTS.flatMap((e) => e.consumers)]) expect(SERVICES).toContain(name);
  });
});

describe('every request', () => {
  it.each(REQUESTS)('$subject refuses fields that it does not know', ({ input, example }) => {
    const one = Array.isArray(example.input) ? example.input[0] : example.input;
    const stranger = { ...one, not_a_field: 1 };
    expect(input.safeParse(stranger).success).toBe(false);
    expect(input.safeParse([stranger]).success).toBe(false);
  });

  it.each(stored)('$subject refuses texts that no store would keep', ({ input }) => {
    const texts = [...textsOf(input)].filter(([name]) => !UNSTORED.has(name));
    expect(texts.filter(([, schema]) => schema.safeParse(`https://a.example/{id}\0`).success).map(([name]) => name)).toEqual([]);
    expect(texts.filter(([, schema]) => schema.safeParse(`https://a.example/{id}\ud800`).success).map(([name]) => name)).toEqual([]);
  });

  it.each(REQUESTS)('$subject can be called, and not by its owner over the bus', ({ callers, owner, http }) => {
    expect(callers.length).toBeGreaterThan(0);
    if (isAnsweredByOwner({ http })) expect(callers).not.toContain(owner);
    if (http) expect(callers).toContain('gateway');
  });

  it('lists an error once', () => {
    for (const { errors } of REQUESTS) expect(new Set(errors).size).toBe(errors.length);
  });
});

describe('every HTTP face', () => {
  it('has a method and path of its own, whatever its parameters are called', () => {
    const routes = faced.map(({ http }) => `${http.method} ${http.path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it.each(faced)('$subject finds the fields of its path in its input', ({ http, input, example }) => {
    const names = [...http.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
    for (const name of names) {
      expect(example.input).toHaveProperty(name);
      const { [name]: _left, ...without } = example.input as Record<string, unknown>;
      expect(input.safeParse(without).success).toBe(false);
    }
  });

  it.each(faced)(
    '$subject says who may call it: everybody counts as auth, a company holds a scope, the operator has its own paths',
    ({ http }) => {
      if (http.path !== REFRESH && !HEALTH.test(http.path)) expect(http.audience === 'everybody').toBe(http.rateClass === 'auth');
      expect(http.audience === 'company').toBe(http.scope !== null);
      expect(http.audience === 'operator').toBe(http.path.startsWith('/v1/operator/'));
      if (http.scope !== null) expect(ROLE_SCOPES.admin).toContain(http.scope);
    },
  );

  it.each(faced.filter(({ http }) => http.audience === 'company'))(
    '$subject takes its company from who is asking, never from its input',
    ({ input }) => {
      expect(JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }))).not.toContain('"company_id"');
    },
  );

  it.each(faced)('$subject admits that it refuses foreign cursors when it takes one', ({ input, example, errors }) => {
    const takesCursor = input.safeParse({ ...(example.input as object), cursor: 'x' }).success;
    expect(errors.includes('PLATFORM_CURSOR_INVALID')).toBe(takesCursor);
  });
});

describe('every event', () => {
  it.each(EVENTS)('$subject survives fields of a newer owner', ({ data, example }) => {
    expect(data.safeParse({ ...(example as object), not_yet_known: { any: ['thing'] } }).success).toBe(true);
  });
});
