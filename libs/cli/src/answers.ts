import { fieldLines, printable, table } from './table.js';

type Row = Readonly<Record<string, unknown>>;

const COLUMNS = 7;
const CELL = 40;
const LAST = 80;
/** What tells people one item from another; other fields follow in the order of the answer. */
const FIRST = ['id', 'title', 'name', 'email', 'status', 'type', 'content_type', 'platform', 'scheduled_time', 'created_at'];
/** Of the caller himself, or of no use to a reader. */
const HIDDEN = /^company_id$|_hash$|^updated_at$|^revision$/;

/** Any answer of the platform for people: a list as a table, one thing as lines. */
export function answerText(answer: unknown): string {
  const items = itemsOf(answer);
  if (items) return listText(items, (answer as { next_cursor?: string | null }).next_cursor ?? null);
  if (!isRow(answer)) return answer === null ? 'done' : printable(String(answer));
  return fieldLines(Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, cellOf(value)])));
}

function listText(items: readonly unknown[], cursor: string | null): string {
  const more = cursor === null ? '' : `\n\nmore: --cursor ${cursor}`;
  if (items.length === 0) return 'none';
  const rows = items.map((item) => (isRow(item) ? item : { value: item }));
  return rowsTable(rows, columnsOf(rows)) + more;
}

/** These fields of each row. */
export function rowsTable(rows: readonly Row[], columns: readonly string[]): string {
  const cells = rows.map((row) => columns.map((name, index) => shortened(cellOf(row[name]), index === columns.length - 1 ? LAST : CELL)));
  return table(
    columns.map((name) => name.replaceAll('_', ' ').toUpperCase()),
    cells,
    LAST,
  );
}

function columnsOf(rows: readonly Row[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const plain = [...names].filter((name) => !HIDDEN.test(name) && rows.some((row) => row[name] != null && typeof row[name] !== 'object'));
  const first = FIRST.filter((name) => plain.includes(name));
  return [...first, ...plain.filter((name) => !first.includes(name))].slice(0, COLUMNS);
}

function itemsOf(answer: unknown): readonly unknown[] | undefined {
  if (Array.isArray(answer)) return answer;
  const { items } = (answer ?? {}) as { items?: unknown };
  return Array.isArray(items) ? items : undefined;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function shortened(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
