import { isUtf8 } from 'node:buffer';
import { AppError } from '@smartcontent/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { scanJson } from './scan-json.js';

/** Media type of a batch of events, one JSON object a line. */
export const NDJSON = 'application/x-ndjson';

/**
 * Step 5: reads a JSON body. Its size was limited while it came in (`bodyLimit` of the route); its depth is measured before it is
 * parsed, so that nobody's brackets cost more than a look at them. The ingest door gets the bytes and parses a batch piece by piece.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json', NDJSON], { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    const isIngest = request.routeOptions.config.kind === 'ingest';
    const isLines = request.mediaType === NDJSON;
    if (isLines && !isIngest) throw new AppError('GATEWAY_MEDIA_TYPE_UNSUPPORTED');
    requireText(request, bytes);
    if (isIngest) return bytes;
    return bytes.length === 0 ? undefined : parseJson(bytes);
  });
}

/** @throws AppError GATEWAY_BODY_TOO_DEEP, GATEWAY_BODY_NOT_JSON */
function parseJson(bytes: Buffer): unknown {
  scanJson(bytes);
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw new AppError('GATEWAY_BODY_NOT_JSON', { cause });
  }
}

function requireText(request: FastifyRequest, bytes: Buffer): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new AppError('GATEWAY_MEDIA_TYPE_UNSUPPORTED', { data: { content_encoding: encoding } });
  if (!isUtf8(bytes)) throw new AppError('GATEWAY_BODY_NOT_JSON', { detail: 'The body is not UTF-8' });
}
