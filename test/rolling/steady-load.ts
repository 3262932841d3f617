import { newId } from '@smartcontent/database';
import { type Caller, eventually } from '@smartcontent/testing';
import { WriteNote } from './notes.js';

const NOTES = 6;
/** A note is written on when all but so many of its texts were seen, so that the load goes with what the readers can take. */
const MOST_UNSEEN = 10;

interface Change {
  readonly noteId: string;
  readonly version: number;
  readonly text: string;
}

/** Writes the texts of a few notes one after the other, several notes at once, and keeps what it was told. */
export class SteadyLoad {
  readonly answered: Change[] = [];
  readonly failed: unknown[] = [];
  private readonly loops: Promise<void>[] = [];
  private isStopping = false;

  constructor(
    private readonly caller: Caller,
    private readonly countSeen: (noteId: string) => Promise<number>,
  ) {}

  start(): void {
    for (let count = 0; count < NOTES; count++) this.loops.push(this.write(newId()));
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.loops);
  }

  /** Resolves when so many more requests were answered. */
  async more(count: number): Promise<void> {
    const wanted = this.answered.length + this.failed.length + count;
    await eventually(() => {
      if (this.answered.length + this.failed.length < wanted) throw new Error('the load stands still');
    });
  }

  private async write(noteId: string): Promise<void> {
    for (let number = 1; !this.isStopping; number++) {
      const text = `text ${number}`;
      if (number % MOST_UNSEEN === 0) await this.allButFewSeen(noteId, number);
      try {
        const { version } = await this.caller.call(WriteNote, { note_id: noteId, text });
        this.answered.push({ noteId, version, text });
      } catch (error) {
        this.failed.push(error);
      }
    }
  }

  private async allButFewSeen(noteId: string, written: number): Promise<void> {
    await eventually(
      async () => {
        if ((await this.countSeen(noteId)) < written - MOST_UNSEEN) throw new Error(`the events of ${noteId} are not handled`);
      },
      { timeoutMs: 30_000 },
    ).catch((error) => this.failed.push(error));
  }
}

/** What happened to each note, in the given order. */
export function byNote(changes: readonly Change[]): Record<string, string[]> {
  const grouped = Object.groupBy(changes, ({ noteId }) => noteId);
  return Object.fromEntries(Object.entries(grouped).map(([id, own = []]) => [id, own.map(({ version, text }) => `${version}: ${text}`)]));
}
