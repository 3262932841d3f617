import type { UserStream } from '@smartcontent/cache';
import { AppError, ERRORS, type InputOf, StreamGeneration } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../credentials/caller.js';
import type { Credentials } from '../credentials/credentials.js';
import { callerOfRequest } from '../http/authenticate.js';
import type { Faced } from '../http/faced.js';
import { readInput } from '../http/read-input.js';
import type { NotificationStreams, StreamRequest } from './notification-streams.js';
import type { RunEvents } from './run-events.js';

/** Step 6 for faces of kind `stream`: the answer stays open and tells what happens. */
export class StreamDoor {
  constructor(
    private readonly streams: NotificationStreams,
    private readonly users: UserStream,
    private readonly runs: RunEvents,
    private readonly credentials: Credentials,
  ) {}

  open(contract: Faced) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const input = readInput(contract, request) as { readonly last_event_id?: string };
      const lastEventId = (request.headers['last-event-id'] as string | undefined) ?? input.last_event_id ?? null;
      // Before the status: a run that is not there is a problem like any other.
      const listen = await this.listenerOf(contract, input, request, lastEventId);
      // A reader that comes back by itself does so no more after this answer.
      if (listen === null) return reply.code(204).send();
      reply.code(contract.http.status).type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
      if (request.method === 'HEAD') return reply.send();
      const isStillAllowed = () => this.isStillAllowed(request);
      return reply.send(await this.streams.subscribe({ caller: request.caller as Member, isStillAllowed, listen }));
    };
  }

  /** Null where there is nothing to be told any more. */
  private async listenerOf(
    contract: Faced,
    input: object,
    request: FastifyRequest,
    lastEventId: string | null,
  ): Promise<StreamRequest['listen'] | null> {
    if (contract.subject === StreamGeneration.subject) {
      return this.runs.listenerOf((input as InputOf<typeof StreamGeneration>).generation_id, request, lastEventId);
    }
    const { user_id, company_id } = (request.caller as Member).actor;
    return (told) => this.users.subscribe(user_id, company_id, (notification) => told.send(notification), lastEventId);
  }

  /** Only a credential that is known to be bad ends a stream; identity being away does not. */
  private async isStillAllowed(request: FastifyRequest): Promise<boolean> {
    try {
      await callerOfRequest(this.credentials, request);
      return true;
    } catch (error) {
      return !(error instanceof AppError && ERRORS[error.code].status === 401);
    }
  }
}
