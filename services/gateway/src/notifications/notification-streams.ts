import { PassThrough, type Readable } from 'node:stream';
import { AppError } from '@smartcontent/contracts';
import type { Member } from '../credentials/caller.js';

const RETRY_MS = 3_000;
/** Credentials that change together are looked at together. */
const BEAT_SOON_MS = 250;
/** A client that reads slower than it is told falls this far behind, then it is cut off and resumes. */
const BACKLOG_LIMIT_BYTES = 1024 * 1024;

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
interface Told {
  send(entry: Entry): void;
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
   * What `listen` tells, until it ends. Ends also when its reader goes, its credential ends or the gateway stops.
   * @throws AppError GATEWAY_STREAMS_TOO_MANY
   */
  async subscribe(request: StreamRequest): Promise<Readable> {
    const output = this.admit(request.caller.actor.user_id);
    output.write(`retry: ${RETRY_MS}\n\n`);
    const unsubscribe = await request.listen({ send: (entry) => send(output, frame(entry)), end: () => output.end() });
    const heartbeat = () => void beat(output, request.isStillAllowed);
    const timer = setInterval(heartbeat, this.options.heartbeatMs);
    this.beats.add(heartbeat);
    const release = () => {
      clearInterval(timer);
      this.beats.delete(heartbeat);
      unsubscribe();
    };
    if (output.destroyed) release();
    else output.once('close', release);
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
  if (await isStillAllowed()) send(output, ': heartbeat\n\n');
  else output.end();
}

function send(output: PassThrough, text: string): void {
  if (output.writableEnded || output.destroyed) return;
  output.write(text);
  if (output.writableLength > BACKLOG_LIMIT_BYTES) output.destroy();
}

/** Written as the HTML standard reads it; JSON has no newlines, so `data` is one line. */
function frame(entry: Entry): string {
  return `id: ${entry.id}\nevent: ${entry.type}\ndata: ${JSON.stringify(entry)}\n\n`;
}
