import fc from 'fast-check';

const LONG = 20_000;
const DEEP = 70;

/** What people type who want to break in, and what programs send that have gone wrong. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  "' OR '1'='1",
  "'; DROP TABLE identity.users; --",
  "1' UNION SELECT null, version() --",
  '$1',
  '#{7*7}',
  '{{constructor.constructor("return process")()}}',
  '%s%n%x',
  '../../../etc/passwd',
  '..%2f..%2fadmin',
  'a\r\nset-cookie: owned=1',
  'a\nb',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00a',
  '\u202egnp.exe',
  '\u200b\u2060',
  'аdmin@еxample.com',
  'admin@example.com\u0000',
  'ｆｕｌｌ',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e999',
  '9007199254740993',
  '99999999999999999999',
  '-1',
  '0x10',
  '٣',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '-271821-04-20T00:00:00.000Z',
  '2026-02-30T25:61:61Z',
  'Europe/Atlantis',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '__proto__',
  'constructor',
  'toString',
  '*',
  '>',
  'rpc.identity.>',
  '$JS.API.INFO',
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:127.0.0.1]/{id}',
  'http://2130706433/',
  'a'.repeat(LONG),
  '😀'.repeat(300),
];

export const hostileText = fc.constantFrom(...HOSTILE_TEXTS);

const DROPPED = Symbol('dropped');
type Container = Record<string, unknown> | unknown[];

/** What takes the place of one value somewhere inside a good body. */
const replacement: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constant(DROPPED) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null], { a: 1 }) },
  { weight: 1, arbitrary: fc.constant(nested(DEEP)) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 200 }) },
);
const strayNames = ['extra', 'company_id', 'user_id', 'role', 'is_admin', 'scopes', 'id', '__proto__', 'constructor', '', 'a\0b'];

/** Nearly what fits: one value replaced or left out, or one field too many. */
export function spoilt(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const stray = fc.option(fc.tuple(fc.constantFrom(...strayNames), replacement), { freq: 3 });
  return fc.tuple(good, fc.nat(1_000), replacement, stray).map(([value, place, other, extra]) => {
    const root = { body: structuredClone(value) };
    const places = placesIn(root);
    const [container, key] = places[place % places.length] ?? [root, 'body'];
    if (extra && !Array.isArray(container) && extra[1] !== DROPPED) define(container, extra[0], extra[1]);
    else if (other === DROPPED) delete (container as Record<string, unknown>)[key];
    else define(container, key, other);
    return root.body;
  });
}

function placesIn(container: Container): [Container, string][] {
  return Object.entries(container).flatMap(([key, inner]) => [
    [container, key] as [Container, string],
    ...(typeof inner === 'object' && inner !== null ? placesIn(inner as Container) : []),
  ]);
}

/** As JSON.parse would: `__proto__` becomes a field like any other. */
function define(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}
