/** JSON Schema, or any other part of an OpenAPI document. */
export type Json = Readonly<Record<string, unknown>>;

/** What a client has to change its code for, by the name of its rule. CONTRIBUTING.md tells them by these words. */
export const BREAKS = {
  'operation-removed': 'is gone',
  'operation-renamed': 'has another operationId, after which clients name their methods',
  'credential-stricter': 'asks for more of a credential than it did',
  'parameter-removed': 'is not taken any more',
  'parameter-style-changed': 'is written in another way',
  'body-added': 'is asked for, where there was none or it could be left out',
  'media-type-removed': 'is not taken or answered any more',
  'status-changed': 'is not answered any more where the request succeeds',
  'status-added': 'may be answered where the request succeeds, and no client is written for it',
  'header-removed': 'is not answered any more',
  'code-moved': 'is answered with another status',
  'input-field-removed': 'is not taken any more',
  'input-required': 'must be given now',
  'input-type-narrowed': 'takes fewer kinds of value',
  'input-enum-narrowed': 'takes fewer values',
  'input-bound-tightened': 'is bounded more tightly',
  'input-format-narrowed': 'must fit a format or pattern that it need not fit before',
  'input-closed': 'refuses fields that it let pass',
  'input-default-changed': 'means something else where it is left out',
  'answer-field-removed': 'is not answered any more',
  'answer-field-optional': 'may be missing',
  'answer-type-widened': 'may be of a kind that it never was',
  'answer-value-removed': 'never has a value any more for which clients may wait',
  'answer-bound-loosened': 'may be beyond a bound that it kept',
  'answer-format-changed': 'need not fit its format or pattern any more',
  'keyword-unknown': 'differs in a keyword that the comparison does not know',
} as const;

export type BreakRule = keyof typeof BREAKS;

/** One difference that a client can see. */
export interface Change {
  /** Which rule it breaks; null where every client goes on as before. */
  readonly rule: BreakRule | null;
  /** Where and what, in words: "query `status`: takes fewer values: `draft`". */
  readonly text: string;
}

/** A change of one operation, as `GET /v1/content`. */
export interface OperationChange extends Change {
  readonly operation: string;
}

export function breaks(rule: BreakRule, place: string, detail?: string): Change {
  const said = `${place} ${BREAKS[rule]}`;
  return { rule, text: detail === undefined ? said : `${said}: ${detail}` };
}

export function note(place: string, said: string): Change {
  return { rule: null, text: `${place} ${said}` };
}

export function isBreak({ rule }: Change): boolean {
  return rule !== null;
}

/** Values as a reader sees them. */
export function quoted(values: readonly unknown[]): string {
  return values.map((value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``).join(', ');
}

export function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
