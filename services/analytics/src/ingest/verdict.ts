/** Which events of a range are duplicates: one bit per row, in order of the stream. */
export class Verdict {
  private constructor(private readonly bits: Uint8Array) {}

  static empty(rowCount: number): Verdict {
    return new Verdict(new Uint8Array(Math.ceil(rowCount / 8)));
  }

  static fromBytes(bytes: Uint8Array): Verdict {
    return new Verdict(Uint8Array.from(bytes));
  }

  mark(row: number): void {
    this.bits[row >> 3] = (this.bits[row >> 3] ?? 0) | (1 << (row & 7));
  }

  isDuplicate(row: number): boolean {
    return ((this.bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }

  toBytes(): Uint8Array {
    return this.bits;
  }
}
