/** Who tries the doors. */
export const STRANGERS = [
  'nobody',
  'other company',
  'viewer',
  'key without the scope',
  'publishable key',
  'revoked key',
  'forged token',
  'expired token',
  'operator',
  'other service',
] as const;
export type Stranger = (typeof STRANGERS)[number];

export const DOOR_KINDS = ['route', 'request', 'table', 'function', 'events', 'query', 'key', 'channel', 'system'] as const;
export type DoorKind = (typeof DOOR_KINDS)[number];

export interface Door {
  readonly kind: DoorKind;
  readonly name: string;
  /** How it opened for who may: a status, a code that stands behind the lock, a number of rows. Null where nobody came in: then no refusal proves anything. */
  control: string | null;
  /** What each stranger met: a status or code, `own` where he got what is his, `may` where he may, and LEAK. */
  readonly met: Partial<Record<Stranger, string>>;
}

export interface Leak {
  readonly door: string;
  readonly stranger: Stranger;
  readonly what: string;
}

export interface Uncovered {
  readonly door: string;
  readonly why: string;
}

export interface WalkResult {
  readonly doors: readonly Door[];
  readonly tries: number;
  readonly leaks: readonly Leak[];
  readonly uncovered: readonly Uncovered[];
}

/** What the walk saw so far. */
export class Report implements WalkResult {
  readonly doors: Door[] = [];
  readonly leaks: Leak[] = [];
  readonly uncovered: Uncovered[] = [];
  tries = 0;

  /** The door of this name, new or known. */
  door(kind: DoorKind, name: string): Door {
    const known = this.doors.find((door) => door.kind === kind && door.name === name);
    if (known) return known;
    const door: Door = { kind, name, control: null, met: {} };
    this.doors.push(door);
    return door;
  }

  /** One try: what the stranger met, or why it is a leak. */
  met(door: Door, stranger: Stranger, what: string, leak: string | null = null): void {
    this.tries += 1;
    const before = door.met[stranger];
    if (leak) {
      this.leaks.push({ door: `${door.kind} ${door.name}`, stranger, what: leak });
      door.met[stranger] = 'LEAK';
    } else if (before === undefined) door.met[stranger] = what;
    else if (before !== 'LEAK' && !before.split(', ').includes(what)) door.met[stranger] = `${before}, ${what}`;
  }

  /** Rows of A are not what they were, though everybody at this door seemed to be refused. */
  changedUnseen(door: Door, change: string | null): void {
    if (change) this.leaks.push({ door: `${door.kind} ${door.name}`, stranger: 'nobody', what: `${change}, behind refusals` });
  }

  leave(door: Door, why: string): void {
    this.uncovered.push({ door: `${door.kind} ${door.name}`, why });
  }

  /** A door that opened for nobody was not walked through: its refusals may have any reason. */
  opened(door: Door, control: string): void {
    door.control = control;
  }
}

/** The table of doors and strangers, as wide as a terminal bears. */
export function tableOf({ doors, tries, leaks, uncovered }: WalkResult): string {
  const width = Math.max(...doors.map(({ kind, name }) => kind.length + name.length + 1));
  const head = ['door'.padEnd(width), 'opens', ...STRANGERS];
  const widths = head.map((title, index) => Math.max(title.length, ...doors.map((door) => cellsOf(door, width)[index]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ');
  return [
    line(head),
    ...doors.map((door) => line(cellsOf(door, width))),
    '',
    `${doors.length} doors, ${tries} tries, ${leaks.length} leaks, ${uncovered.length} uncovered`,
    ...leaks.map(({ door, stranger, what }) => `LEAK ${door}, ${stranger}: ${what}`),
    ...uncovered.map(({ door, why }) => `uncovered ${door}: ${why}`),
  ].join('\n');
}

function cellsOf({ kind, name, control, met }: Door, width: number): string[] {
  return [`${kind} ${name}`.padEnd(width), control ?? '?', ...STRANGERS.map((stranger) => met[stranger] ?? '')];
}
