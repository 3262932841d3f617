import { Readable } from 'node:stream';
import type { RequestClient } from '@smartcontent/bus';
import { AppError } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Credentials } from '../credentials/credentials.js';
import { callerOfRequest } from '../http/authenticate.js';
import type { Faced } from '../http/faced.js';
import type { Forwarder } from '../http/forward.js';
import { readInput } from '../http/read-input.js';

interface Page {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
}

/** Step 6 for faces of kind `download`: the owner's pages, one asked for when the one before has left, as one answer of a line per item. */
export class DownloadDoor {
  constructor(
    private readonly client: RequestClient,
    private readonly forwarder: Forwarder,
    private readonly credentials: Credentials,
  ) {}

  open(contract: Faced) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const input = readInput(contract, request) as Record<string, unknown>;
      // Before the status: a refusal is a problem like any other. Later ones can only break the answer off, which HTTP shows.
      const first = await this.ask(contract, input, request);
      const name = `${contract.subject.split('.')[2]}.ndjson`;
      reply.code(contract.http.status).type('application/x-ndjson; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${name}"`);
      return request.method === 'HEAD' ? reply.send() : reply.send(Readable.from(this.lines(contract, input, request, first)));
    };
  }

  private async *lines(contract: Faced, input: object, request: FastifyRequest, first: Page): AsyncGenerator<string> {
    for (let page = first; ; ) {
      if (page.items.length > 0) yield page.items.map((item) => `${JSON.stringify(item)}\n`).join('');
      if (page.next_cursor === null) return;
      await this.lookAgain(request);
      page = await this.ask(contract, { ...input, cursor: page.next_cursor }, request);
    }
  }

  /** A key that was revoked, or a session that ended, gets no further page. Whose access token only grew old gets the rest: it cannot be shown another. */
  private async lookAgain(request: FastifyRequest): Promise<void> {
    try {
      request.caller = await callerOfRequest(this.credentials, request);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'GATEWAY_CREDENTIAL_EXPIRED')) throw error;
    }
  }

  private async ask(contract: Faced, input: object, request: FastifyRequest): Promise<Page> {
    return (await this.client.call(contract, input, await this.forwarder.contextOf(contract, request))) as Page;
  }
}
