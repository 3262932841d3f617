import { AppError, ERRORS, type InputOf, type StreamNotifications } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../credentials/caller.js';
import type { Credentials } from '../credentials/credentials.js';
import { callerOfRequest } from '../http/authenticate.js';
import type { Faced } from '../http/faced.js';
import { readInput } from '../http/read-input.js';
import type { NotificationStreams } from './notification-streams.js';

/** Step 6 for faces of kind `stream`: the answer stays open and tells the user what happens. */
export class StreamDoor {
  constructor(
    private readonly streams: NotificationStreams,
    private readonly credentials: Credentials,
  ) {}

  open(contract: Faced) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const input = readInput(contract, request) as InputOf<typeof StreamNotifications>;
      reply.code(contract.http.status).type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
      if (request.method === 'HEAD') return reply.send();
      const lastEventId = (request.headers['last-event-id'] as string | undefined) ?? input.last_event_id ?? null;
      const isStillAllowed = () => this.isStillAllowed(request);
      return reply.send(await this.streams.subscribe({ caller: request.caller as Member, lastEventId, isStillAllowed }));
    };
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
