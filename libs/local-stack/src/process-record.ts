import type { Home } from './home.js';
import { endProcess, identify, isAlive, type ProcessIdentity } from './process-identity.js';

interface RecordedProcess extends ProcessIdentity {
  readonly name: string;
}

const FILE = 'processes.json';

/** What runs, on disk: so that the next start can end what a killed supervisor left, and memory can be measured. */
export class ProcessRecord {
  #processes: readonly RecordedProcess[];

  constructor(private readonly home: Home) {
    this.#processes = home.read<RecordedProcess[]>(FILE) ?? [];
  }

  get list(): readonly RecordedProcess[] {
    return this.#processes;
  }

  /** Replaces the process of that name. */
  add(name: string, pid: number): void {
    const identity = identify(pid);
    this.#save([...this.#processes.filter((known) => known.name !== name), ...(identity ? [{ name, ...identity }] : [])]);
  }

  /** Ends what still lives of an earlier supervisor, services before stores; returns their names. */
  async endLeftovers(): Promise<string[]> {
    const left = this.#processes.filter(isAlive);
    const isStore = ({ name }: RecordedProcess) => STORE_SIGNALS[name] !== undefined;
    for (const group of [left.filter((known) => !isStore(known)), left.filter(isStore)]) {
      await Promise.all(group.map((known) => endProcess(known, STORE_SIGNALS[known.name] ?? 'SIGTERM')));
    }
    this.#save([]);
    return left.map(({ name }) => name);
  }

  #save(processes: readonly RecordedProcess[]): void {
    this.#processes = processes;
    this.home.write(FILE, processes);
  }
}

/** Postgres takes SIGTERM as a request to wait for its clients. */
const STORE_SIGNALS: Readonly<Record<string, NodeJS.Signals>> = {
  postgres: 'SIGINT',
  clickhouse: 'SIGTERM',
  nats: 'SIGTERM',
  redis: 'SIGTERM',
};
