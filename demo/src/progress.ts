const WIDTH = 30;

/** A bar on a terminal, a line at each tenth elsewhere. */
export class Progress {
  #done = 0;
  #shownTenths = -1;

  constructor(
    private readonly label: string,
    private readonly total: number,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {
    this.#show();
  }

  advance(by = 1): void {
    this.#done = Math.min(this.#done + by, this.total);
    this.#show();
  }

  #show(): void {
    const share = this.total === 0 ? 1 : this.#done / this.total;
    const isDone = this.#done === this.total;
    if (this.out.isTTY) {
      const filled = Math.round(share * WIDTH);
      this.out.write(
        `\r  ${this.label.padEnd(22)} [${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${this.#done}/${this.total}${isDone ? '\n' : ''}`,
      );
      return;
    }
    const tenths = Math.floor(share * 10);
    if (tenths === this.#shownTenths) return;
    this.#shownTenths = tenths;
    this.out.write(`  ${this.label.padEnd(22)} ${this.#done}/${this.total}\n`);
  }
}

/** Works through items with a few at a time, in order of their start. */
export async function forEachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
