import type { RequestClient } from '@smartcontent/bus';
import type { RunStream } from '@smartcontent/cache';
import { GetGeneration, type Run } from '@smartcontent/contracts';
import type { FastifyRequest } from 'fastify';
import type { Faced } from '../http/faced.js';
import type { Forwarder } from '../http/forward.js';
import type { StreamRequest } from './notification-streams.js';

/** Where an end was not told, since Redis was away, whoever waits for it learns of it after this time. */
const LOOK_MS = 5_000;

/** How a run goes, for whoever may see it. */
export class RunEvents {
  constructor(
    private readonly client: RequestClient,
    private readonly forwarder: Forwarder,
    private readonly runs: RunStream,
  ) {}

  /** @throws AppError GENERATION_RUN_NOT_FOUND */
  async listenerOf(generation_id: string, request: FastifyRequest, lastEventId: string | null): Promise<StreamRequest['listen']> {
    const look = async () => this.client.call(GetGeneration, { generation_id }, await this.#contextOf(request));
    const { company_id, finished_at } = await look();
    const wasToldEnd = finished_at !== null && lastEventId !== null && timeOf(lastEventId) >= Date.parse(finished_at);
    return async (told) => {
      // A reader that comes back by itself although it knows the end.
      if (wasToldEnd) {
        told.end();
        return () => undefined;
      }
      let hasEnded = false;
      const end = () => {
        hasEnded = true;
        clearInterval(timer);
        told.end();
      };
      // The row knows the end even where nobody could tell it.
      const lookForEnd = async () => {
        const run = await look().catch(() => null);
        if (hasEnded || run?.finished_at == null) return;
        told.send(endOf(run));
        end();
      };
      const timer = setInterval(() => void lookForEnd(), LOOK_MS);
      const stop = await this.runs.subscribe(
        generation_id,
        company_id,
        (news) => {
          if (hasEnded) return;
          told.send(news);
          if (isEnd(news.data.status)) end();
        },
        lastEventId,
      );
      if (!hasEnded) await lookForEnd();
      return () => {
        clearInterval(timer);
        stop();
      };
    };
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

/** Ids of a stream begin with their time in milliseconds. */
function timeOf(id: string): number {
  return Number(id.split('-')[0]);
}

/** The same as the run's last news; after all others, whatever their ids. */
function endOf({ id, status, model, attempts, finished_at }: Run) {
  const data = { generation_id: id, status, model, attempts };
  return { id: `${Date.parse(finished_at as string)}-0`, type: 'status', time: finished_at, data };
}
