import type { RequestClient } from '@smartcontent/bus';
import type { RunStream } from '@smartcontent/cache';
import { type GenerationNews, GetGeneration, type Run } from '@smartcontent/contracts';
import type { FastifyRequest } from 'fastify';
import type { Faced } from '../http/faced.js';
import type { Forwarder } from '../http/forward.js';
import type { StreamRequest, Told } from './notification-streams.js';

/** Where an end was not told, since Redis was away, whoever waits for it learns of it after this time. */
const LOOK_MS = 5_000;
/** No stream counts as far within a millisecond: an id with it is that of an end that only the row told. */
const AFTER_ALL = '9999999999';

/** How a run goes, for whoever may see it. */
export class RunEvents {
  constructor(
    private readonly client: RequestClient,
    private readonly forwarder: Forwarder,
    private readonly runs: RunStream,
  ) {}

  /**
   * Null where the run has ended and its reader knows it.
   * @throws AppError GENERATION_RUN_NOT_FOUND
   */
  async listenerOf(generation_id: string, request: FastifyRequest, lastEventId: string | null): Promise<StreamRequest['listen'] | null> {
    const look = async () => this.client.call(GetGeneration, { generation_id }, await this.#contextOf(request));
    const run = await look();
    if (run.finished_at !== null && lastEventId !== null && (await this.#isEndOf(run, lastEventId))) return null;
    return (told) => this.#tell(run, lastEventId, told, look);
  }

  async #tell({ id, company_id }: Run, lastEventId: string | null, told: Told, look: () => Promise<Run>): Promise<() => void> {
    let hasEnded = false;
    let hasNews = false;
    let isTelling = false;
    const end = () => {
      hasEnded = true;
      told.end();
    };
    const hear = async (news: GenerationNews): Promise<void> => {
      hasNews = true;
      if (hasEnded) return;
      isTelling = true;
      await told.send(news);
      isTelling = false;
      if (isEnd(news.data.status)) end();
    };
    const stop = await this.runs.subscribe(id, company_id, (news) => hear(news), lastEventId);
    // The row knows the end even where nobody could tell it. Where there was news a moment ago the end may follow by itself.
    const lookForEnd = async () => {
      const run = hasEnded || hasNews || isTelling ? null : await look().catch(() => null);
      const isQuiet = !hasNews && !isTelling;
      hasNews = false;
      if (hasEnded || !isQuiet || run?.finished_at == null) return;
      await told.send(endOf(run));
      end();
    };
    hasNews = false;
    await lookForEnd();
    const timer = setInterval(() => void lookForEnd(), LOOK_MS);
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  /** By what was told under this id, or would be: the clocks of the stores differ. */
  async #isEndOf(run: Run, id: string): Promise<boolean> {
    return id === endOf(run).id || isEnd((await this.runs.at(run.id, run.company_id, id))?.data.status);
  }

  /** Made anew for each look: a stream lives longer than a deadline. */
  async #contextOf(request: FastifyRequest) {
    const { signal: _, ...context } = await this.forwarder.contextOf(GetGeneration as Faced, request);
    return { ...context, idempotency: null };
  }
}

function isEnd(status: Run['status'] | undefined): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

/** The same as the run's last news; after all others, whatever their ids. */
function endOf({ id, status, model, attempts, finished_at }: Run) {
  const data = { generation_id: id, status, model, attempts };
  return { id: `${Date.parse(finished_at as string)}-${AFTER_ALL}`, type: 'status', time: finished_at, data };
}
