import { PassThrough, type Readable } from 'node:stream';
import type { UserStream } from '@smartcontent/cache';
import { AppError, type Notification } from '@smartcontent/contracts';
import type { Member } from '../credentials/caller.js';

const RETRY_MS = 3_000;
/** Credentials that change together are looked at together. */
const BEAT_SOON_MS = 250;
/** A client that reads slower than it is told falls this far behind, then it is cut off and resumes. */
const BACKLOG_LIMIT_BYTES = 1024 * 1024;

export interface StreamRequest {
  readonly caller: Member;
  /** Where to go on; from now on where it is null. */
  readonly lastEventId: string | null;
  /** Asked with each heartbeat: a credential that expired or was revoked ends its stream. */
  readonly isStillAllowed: () => Promise<boolean>;
}

/** The open streams of this replica: what a user is told, as server-sent events. */
export class NotificationStreams {
  private readonly open = new Map<string, Set<PassThrough>>();
  private readonly beats = new Set<() => void>();
  private soon: NodeJS.Timeout | undefined;

  constructor(
    private readonly userStream: UserStream,
    private readonly options: { readonly streamsPerUser: number; readonly heartbeatMs: number },
  ) {}

  /**
   * What came after `lastEventId`, then what comes, for ever. Ends when its reader goes, its credential ends or the gateway stops.
   * @throws AppError GATEWAY_STREAMS_TOO_MANY
   */
  async subscribe(request: StreamRequest): Promise<Readable> {
    const { user_id: userId, company_id: companyId } = request.caller.actor;
    const output = this.admit(userId);
    output.write(`retry: ${RETRY_MS}\n\n`);
    const unsubscribe = await this.userStream.subscribe(
      userId,
      companyId,
      (notification) => send(output, frame(notification)),
      request.lastEventId,
    );
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
function frame(notification: Notification): string {
  return `id: ${notification.id}\nevent: ${notification.type}\ndata: ${JSON.stringify(notification)}\n\n`;
}
