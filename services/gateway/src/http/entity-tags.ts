import { createHash } from 'node:crypto';
import { answersResource, entityTag, type RequestContext, type Tagging } from '@smartcontent/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Faced } from './faced.js';
import { inputInvalid } from './read-input.js';

/** Without a space, so that tags can stand side by side in one header of NATS. */
const STRONG_TAG = /^"[\x21\x23-\x7e]*"$/;
const WEAK = /^W\//;
const TAGS_MAX = 20;

/** Entity tags of a face (RFC 9110, 8.8 and 13.1): what a GET answers, and what a write names of it. */
export class EntityTags {
  private readonly answersResource: boolean;

  constructor(
    private readonly contract: Faced,
    private readonly tagging: Tagging,
  ) {
    this.answersResource = answersResource(contract);
  }

  /**
   * If-Match of a write, for its owner; a weak tag never matches, so that one alone names a version that is not there.
   * @throws AppError PLATFORM_INPUT_INVALID where it is malformed, or nothing here has a version
   */
  wanted({ headers }: FastifyRequest): RequestContext['ifMatch'] {
    const header = headers['if-match'];
    if (header === undefined || this.contract.http.method === 'GET') return undefined;
    if (!this.tagging.isConditional) throw invalid('This route has no version to compare; send the request without it');
    const text = header.trim();
    if (text === '*') return '*';
    const tags = text.split(',').map((tag) => tag.trim());
    if (tags.length > TAGS_MAX || !tags.every((tag) => STRONG_TAG.test(tag.replace(WEAK, '')))) {
      throw invalid('Must be * or entity tags in quotes, with commas between them');
    }
    return tags;
  }

  /** Sends the tag of what is answered. True where the client has just this: 304, and no body. */
  tell(request: FastifyRequest, reply: FastifyReply, answer: unknown, body: string): boolean {
    const version = this.tagging.isTagged ? entityTag(answer as object | null) : null;
    const tag = version ?? (this.answersResource ? tagOfBytes(body) : null);
    if (tag === null) return false;
    reply.header('etag', tag);
    return this.answersResource && has(request.headers['if-none-match'], tag);
  }
}

/** A weak comparison, as RFC 9110 has it for If-None-Match. */
function has(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((known) => known.trim().replace(WEAK, '') === tag);
}

function tagOfBytes(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

function invalid(message: string) {
  return inputInvalid([{ path: 'If-Match', message }]);
}
