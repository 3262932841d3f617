import { describe, expect, it } from 'vitest';
import { parseMultipart } from './multipart.ts';
import { isRead, isStreamable, preludeOf, type Statement } from './statement.ts';

const statement: Statement = { sql: 'SELECT 1', database: null, format: 'TSV', settings: {}, params: {}, isBuffered: false };

describe('a statement', () => {
  it.each([
    ['SELECT 1', true, true],
    ['  -- why\n/* and how */ (select 1)', true, true],
    ['WITH 1 AS a SELECT a', true, true],
    ['SELECT (SELECT 1)', true, false],
    ['SHOW TABLES', true, false],
    ['INSERT INTO t SELECT 1', false, false],
    ['CREATE TABLE selected (a UInt8) ENGINE = Memory', false, false],
  ])('%j reads: %s, leaves while it is made: %s', (sql, reads, streams) => {
    expect([isRead(sql), isStreamable(sql)]).toEqual([reads, streams]);
  });

  it('brings its settings, values and database along, quoted', () => {
    const prelude = preludeOf({ ...statement, settings: { max_threads: '1' }, params: { name: "it's a \\" }, database: 'a`b' });
    expect(prelude).toEqual(["SET max_threads = '1', param_name = 'it\\'s a \\\\'", 'USE `a\\`b`']);
    expect(preludeOf(statement)).toEqual([]);
  });

  it('takes no name that is more than a name', () => {
    expect(() => preludeOf({ ...statement, settings: { 'a = 1; DROP TABLE b --': '1' } })).toThrow('UNKNOWN_SETTING');
  });
});

describe('a form', () => {
  const body = [
    '--x',
    'Content-Disposition: form-data; name="query"',
    '',
    'SELECT 1\r\n\r\n--',
    '--x',
    'Content-Disposition: form-data; name="param_a"',
    '',
    '',
    '--x--',
    '',
  ].join('\r\n');

  it('gives each field as it was sent', () => {
    expect(parseMultipart('multipart/form-data; boundary=x', body)).toEqual(
      new Map([
        ['query', 'SELECT 1\r\n\r\n--'],
        ['param_a', ''],
      ]),
    );
  });

  it('is not seen in another content type', () => {
    expect(parseMultipart('text/plain', body)).toBeNull();
    expect(parseMultipart(undefined, body)).toBeNull();
  });
});
