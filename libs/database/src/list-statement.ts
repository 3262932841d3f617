import { requireIdentifier } from './identifier.js';

/** A page of a list, as `listStatement` takes it. Names are those of columns, written in the code; values are bound. */
export interface ListPage {
  /** What is selected; the column of the order and `id` are among it. */
  readonly columns: string;
  /** With its schema. */
  readonly table: string;
  /** What always holds, in SQL. */
  readonly where?: string;
  /** By column: the value that it must have, or several; all rows where it is undefined. */
  readonly equal?: Readonly<Record<string, unknown>>;
  /** By column: from the first on, and before the second. */
  readonly ranges?: Readonly<Record<string, readonly [from: string | undefined, to: string | undefined]>>;
  /** The column of the order; `id` decides between rows that are equal in it. */
  readonly order: { readonly field: string; readonly isDescending: boolean };
  /** Column and id of the last row of the page before; only its id where `id` is the order. */
  readonly after: readonly unknown[] | null;
  readonly limit: number;
}

/** A statement with the values of its places. */
interface ListStatement {
  readonly text: string;
  readonly values: unknown[];
}

/**
 * The statement of a page by keyset, with the conditions that are wanted and no others, so that the planner sees which index has them.
 * Several values of a column would lose the order of its index: each value is a list of its own then, of which the first rows are taken.
 */
export function listStatement(page: ListPage): ListStatement {
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const orders = orderTexts(page.order);
  const several = Object.entries(page.equal ?? {}).find(([, wanted]) => Array.isArray(wanted) && wanted.length > 1);
  const conditions = conditionsOf(page, several?.[0], place);
  const limit = place(page.limit);
  const rows = (more: readonly string[]) => {
    const all = [...conditions, ...more];
    const where = all.length > 0 ? ` WHERE ${all.join(' AND ')}` : '';
    return `SELECT ${page.columns} FROM ${page.table}${where} ORDER BY ${orders} LIMIT ${limit}`;
  };
  if (!several) return { text: rows([]), values };
  const [column, wanted] = several as [string, unknown[]];
  const lists = wanted.map((value) => `(${rows([`${requireIdentifier(column)} = ${place(value)}`])})`);
  return { text: `SELECT * FROM (${lists.join(' UNION ALL ')}) AS listed ORDER BY ${orders} LIMIT ${limit}`, values };
}

function orderTexts({ field, isDescending }: ListPage['order']): string {
  const direction = isDescending ? 'DESC' : 'ASC';
  return [...new Set([requireIdentifier(field), 'id'])].map((column) => `${column} ${direction}`).join(', ');
}

function conditionsOf({ where, equal = {}, ranges = {}, order, after }: ListPage, apart: string | undefined, place: Place): string[] {
  const equals = Object.entries(equal).filter(([column, wanted]) => wanted !== undefined && column !== apart);
  const bounds = Object.entries(ranges).flatMap(([column, [from, to]]) => [
    ...(from === undefined ? [] : [`${requireIdentifier(column)} >= ${place(from)}`]),
    ...(to === undefined ? [] : [`${requireIdentifier(column)} < ${place(to)}`]),
  ]);
  return [
    ...(where ? [where] : []),
    ...equals.map(([column, wanted]) => equalTo(requireIdentifier(column), wanted, place)),
    ...bounds,
    ...(after ? [beyond(order, after, place)] : []),
  ];
}

type Place = (value: unknown) => string;

function equalTo(column: string, wanted: unknown, place: Place): string {
  if (!Array.isArray(wanted)) return `${column} = ${place(wanted)}`;
  return wanted.length === 1 ? `${column} = ${place(wanted[0])}` : `${column} = ANY(${place(wanted)})`;
}

function beyond({ field, isDescending }: ListPage['order'], after: readonly unknown[], place: Place): string {
  const step = isDescending ? '<' : '>';
  if (field === 'id') return `id ${step} ${place(after.at(-1))}`;
  return `(${requireIdentifier(field)}, id) ${step} (${after.map(place).join(', ')})`;
}
