/** What whoever runs the platform may type; operator-commands.ts does it. */
export interface OperatorName {
  readonly usage: string;
  readonly summary: string;
  /** Beside --url, --key, --json and --help. */
  readonly options: readonly string[];
}

/** Options that choose among all letters. */
export const FILTERS = ['service', 'cause', 'subject', 'company_id', 'limit'];
/** Of a model's price, by kind of token. */
export const PRICES = ['input', 'output', 'cache_read', 'cache_write', 'reasoning'] as const;

export const OPERATOR_NAMES = {
  'dead-letters list': {
    usage: 'dead-letters list [--service S] [--cause C] [--subject S] [--company_id ID] [--limit N]',
    summary: 'What services gave up, oldest first',
    options: FILTERS,
  },
  'dead-letters show': { usage: 'dead-letters show SERVICE:N', summary: 'One letter with its history, headers and data', options: [] },
  'dead-letters replay': {
    usage: 'dead-letters replay SERVICE:N … | --all [filters as above] [--limit N]',
    summary:
      'Have events handled after all, those named or all that fit, oldest first, 1000 at most; a letter whose handler fails again stays',
    options: ['all', ...FILTERS],
  },
  'dead-letters drop': {
    usage: 'dead-letters drop SERVICE:N …',
    summary: 'Throw letters away; their events stay unhandled',
    options: [],
  },
  'events replay': {
    usage: 'events replay --service S --from TIME --to TIME [--subject S]',
    summary: 'Publish a service’s events again, for a broker that lost them',
    options: ['service', 'from', 'to', 'subject'],
  },
  'audit verify': {
    usage: 'audit verify [--company ID] [--service S]',
    summary: 'Find audit rows that were changed, removed or reordered; exit code 1 where there are any',
    options: ['service', 'company'],
  },
  'companies list': {
    usage: 'companies list [--limit N]',
    summary: 'Every company with its tier and limits, oldest first',
    options: ['limit'],
  },
  'companies show': { usage: 'companies show ID', summary: 'One of them', options: [] },
  'companies grant': {
    usage: 'companies grant ID [--tier free|pro|enterprise] [--limits JSON]',
    summary: 'Its tier, or limits of its own a minute, such as {"ingest":12000}; {} takes them back',
    options: ['tier', 'limits'],
  },
  'prices set': {
    usage: 'prices set MODEL --input USD --output USD [--cache_read USD] [--cache_write USD] [--reasoning USD] [--valid_from TIME]',
    summary: 'What a million tokens of a model cost whoever has no price of his own; a new version each time',
    options: [...PRICES, 'valid_from'],
  },
  'prices list': { usage: 'prices list [--model M]', summary: 'Every version of these prices, newest first', options: ['model'] },
  'erasures start': {
    usage: 'erasures start COMPANY',
    summary: 'Erase a company from every store; asked again, how far that is',
    options: [],
  },
  'erasures list': { usage: 'erasures list [--limit N]', summary: 'Erasures of companies and people, newest first', options: ['limit'] },
  'erasures show': {
    usage: 'erasures show ID',
    summary: 'What was erased and what is left, by service and place; exit code 1 until it is done',
    options: [],
  },
  'audit ddl': {
    usage: 'audit ddl [--service S] [--limit N]',
    summary: 'Who changed tables, when and how, newest first; --json has the statements',
    options: ['service', 'limit'],
  },
  rebuild: {
    usage: 'rebuild PROJECTION [--service S]',
    summary: 'Empty a projection and fill it from its streams again',
    options: ['service'],
  },
  'secrets rotate': {
    usage: 'secrets rotate [--service S]',
    summary: 'Wrap what is sealed with the first of the master keys that the services were given',
    options: ['service'],
  },
} as const satisfies Record<string, OperatorName>;

/** The operator's command that these words begin with, or undefined. */
export function operatorNameOf(words: readonly string[]): keyof typeof OPERATOR_NAMES | undefined {
  const names = Object.keys(OPERATOR_NAMES) as (keyof typeof OPERATOR_NAMES)[];
  return names.find((name) => name.split(' ').every((word, index) => words[index] === word));
}

/** Whether these words are the operator's, known or not. */
export function isOperators(words: readonly string[]): boolean {
  return words[0] === 'dead-letters' || operatorNameOf(words) !== undefined;
}
