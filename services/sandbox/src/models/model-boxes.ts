import type { ModelFault } from './model-faults.js';

export interface BoxSettings {
  /** Keys that are taken; null takes any. */
  readonly api_keys: readonly string[] | null;
  /** Of embeddings where the caller asks for none. */
  readonly dimensions: number;
  /** What every text is; null plays one from the prompt. */
  readonly answer: string | null;
}

/** A call as the played provider saw it. */
export interface ModelCall {
  readonly at: string;
  readonly path: string;
  readonly model: string;
  readonly key_last_four: string;
  /** What went wrong with it on request. */
  readonly fault: ModelFault['kind'] | null;
  /** 0: the connection was given up before there was one. */
  status: number;
  input_tokens: number;
  output_tokens: number;
}

interface Box {
  settings: BoxSettings;
  faults: ModelFault[];
  calls: ModelCall[];
  count: number;
}

const KEPT_CALLS = 1_000;
const SETTINGS: BoxSettings = { api_keys: null, dimensions: 1_536, answer: null };

/** The played providers: each box is one, made by whoever names it first. They forget everything when the sandbox ends. */
export class ModelBoxes {
  readonly #boxes = new Map<string, Box>();

  settings(name: string): BoxSettings {
    return this.#box(name).settings;
  }

  setUp(name: string, settings: Partial<BoxSettings>): void {
    this.#box(name).settings = { ...SETTINGS, ...settings };
  }

  setFaults(name: string, faults: readonly ModelFault[]): void {
    this.#box(name).faults = [...faults];
  }

  /** Takes the fault that the next call meets, if any is left. */
  takeFault(name: string): ModelFault | undefined {
    const { faults } = this.#box(name);
    const [next] = faults;
    if (next && next.times > 1) faults[0] = { ...next, times: next.times - 1 };
    else faults.shift();
    return next;
  }

  record(name: string, call: ModelCall): void {
    const box = this.#box(name);
    box.count += 1;
    box.calls = [call, ...box.calls].slice(0, KEPT_CALLS);
  }

  /** Newest first. */
  calls(name: string, limit: number): { count: number; items: readonly ModelCall[] } {
    const { count, calls } = this.#box(name);
    return { count, items: calls.slice(0, limit) };
  }

  #box(name: string): Box {
    const box = this.#boxes.get(name) ?? { settings: SETTINGS, faults: [], calls: [], count: 0 };
    this.#boxes.set(name, box);
    return box;
  }
}
