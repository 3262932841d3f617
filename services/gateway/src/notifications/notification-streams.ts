import { PassThrough, type Readable } from 'node:stream';
import { AppError } from '@smartcontent/contracts';
import type { Member } from '../credentials/caller.js';

const RETRY_MS = 3_000;
/** Credentials that change together are looked at together. */
const BEAT_SOON_MS = 250;
/** A client that takes nothing for so long is cut off; it resumes when it comes back. */
const STALLED_MS = 30_000;

export interface StreamRequest {
  readonly caller: Member;
  /** Asked with each heartbeat: a credential that expired or was revoked ends its stream. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** Begins to tell; returns what ends that. */
  readonly listen: (told: Told) => Promise<() => void>;
}

/** One thing that is told. */
interface Entry {
  readonly id: string;
  readonly type: string;
}

/** The reader's end of a stream. */
export interface Told {
  /** Resolves when there is room for more, or nobody reads it any more. */
  send(entry: Entry): Promise<void>;
  /** Nothing more follows. */
  end(): void;
}

/** The open streams of this replica: what a user is told, and how runs go, as server-sent events. */
export class NotificationStreams {
  private readonly open = new Map<string, Set<PassThrough>>();
  private readonly beats = new Set<() => void>();
  private soon: NodeJS.Timeout | undefined;

  constructor(private readonly options: { readonly streamsPerUser: number; readonly heartbeatMs: number }) {}

  /**
   * What `listen` tells, until it ends. Ends also when its reader goes, its credential ends or the gateway stops. Resolves when it
   * listens, or has told as much as fits: what it has to catch up with follows as the reader takes it.
   * @throws AppError GATEWAY_STREAMS_TOO_MANY
   */
  async subscribe({ caller, isStillAllowed, listen }: StreamRequest): Promise<Readable> {
    const output = this.admit(caller.actor.user_id);
    output.write(`retry: ${RETRY_MS}\n\n`);
    const heartbeat = () => void beat(output, isStillAllowed);
    const timer = setInterval(heartbeat, this.options.heartbeatMs);
    this.beats.add(heartbeat);
    const isFull = Promise.withResolvers<void>();
    const listening = listen({ send: (entry) => send(output, frame(entry), isFull.resolve), end: () => output.end() });
    listening.catch(() => output.destroy());
    output.once('close', () => {
      clearInterval(timer);
      this.beats.delete(heartbeat);
      void listening.then(
        (stop) => stop(),
        () => undefined,
      );
    });
    await Promise.race([listening, isFull.promise]);
    return output;
  }

  /** Credentials changed: each stream beats soon, and so ends where its own is not good any more. */
  beatSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      for (const heartbeat of this.beats) heartbeat();
    }, BEAT_SOON_MS);
  }

  /** Ends every stream; their readers come back to another replica and resume. */
  endAll(): void {
    clearTimeout(this.soon);
    for (const outputs of this.open.values()) for (const output of outputs) output.end();
  }

  private admit(userId: string): PassThrough {
    const outputs = this.open.get(userId) ?? new Set();
    if (outputs.size >= this.options.streamsPerUser) {
      throw new AppError('GATEWAY_STREAMS_TOO_MANY', { data: { limit: this.options.streamsPerUser } });
    }
    const output = new PassThrough();
    this.open.set(userId, outputs.add(output));
    output.once('close', () => {
      outputs.delete(output);
      if (outputs.size === 0) this.open.delete(userId);
    });
    return output;
  }
}

async function beat(output: PassThrough, isStillAllowed: () => Promise<boolean>): Promise<void> {
  if (!(await isStillAllowed())) output.end();
  // Whoever has still to read other things has no need of it.
  else if (!output.writableNeedDrain) await send(output, ': heartbeat\n\n');
}

async function send(output: PassThrough, text: string, full?: () => void): Promise<void> {
  if (output.writableEnded || output.destroyed || output.write(text)) return;
  full?.();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => output.destroy(), STALLED_MS);
  output.once('drain', resolve).once('close', resolve);
  await promise;
  clearTimeout(timer);
  output.off('drain', resolve).off('close', resolve);
}

/** Written as the HTML standard reads it; JSON has no newlines, so `data` is one line. */
function frame(entry: Entry): string {
  return `id: ${entry.id}\nevent: ${entry.type}\ndata: ${JSON.stringify(entry)}\n\n`;
}
