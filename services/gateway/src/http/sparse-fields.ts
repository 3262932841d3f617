import { itemOf, type RequestContract, sparseFieldsOf } from '@smartcontent/contracts';
import { inputInvalid } from './read-input.js';

type Fields = Readonly<Record<string, unknown>>;

/** `?fields=id,title` of a GET: the answer, or each item of a list, with these fields alone. The owner never hears of it. */
export class SparseFields {
  private readonly known: ReadonlySet<string>;
  private readonly isList: boolean;

  constructor(contract: RequestContract) {
    this.known = new Set(sparseFieldsOf(contract));
    this.isList = itemOf(contract.output) !== null;
  }

  /**
   * The fields that a query wants, null for all of them, and the rest of the query.
   * @throws AppError PLATFORM_INPUT_INVALID where it wants one that the answer does not have, or none
   */
  read(query: Fields): { wanted: readonly string[] | null; rest: Fields } {
    if (this.known.size === 0 || !Object.hasOwn(query, 'fields')) return { wanted: null, rest: query };
    const { fields, ...rest } = query;
    const wanted = typeof fields === 'string' ? fields.split(',') : [];
    const unknown = wanted.filter((name) => !this.known.has(name));
    if (unknown.length === 0 && wanted.length > 0) return { wanted, rest };
    throw inputInvalid([{ path: 'fields', message: `One or more of ${[...this.known].join(', ')}, with commas between them` }]);
  }

  /** What is wanted of an answer. */
  pick(answer: unknown, wanted: readonly string[]): unknown {
    if (!this.isList) return only(answer as Fields, wanted);
    const { items, ...rest } = answer as { items: readonly Fields[] };
    return { items: items.map((item) => only(item, wanted)), ...rest };
  }
}

function only(from: Fields, wanted: readonly string[]): Fields {
  return Object.fromEntries(wanted.filter((name) => name in from).map((name) => [name, from[name]]));
}
