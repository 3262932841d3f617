import { AppError } from '@smartcontent/contracts';

/** Deepest nesting of arrays and objects that a body may have. */
const BODY_DEPTH_LIMIT = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Walks over JSON without parsing it: measures its depth and calls `onElement` at every comma of the outermost array.
 * It does not decide whether the text is JSON; the parser does, on the pieces.
 * @throws AppError GATEWAY_BODY_TOO_DEEP
 */
export function scanJson(bytes: Uint8Array, from = 0, to = bytes.length, onElement?: (comma: number) => void): void {
  let depth = 0;
  for (let at = from; at < to; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at + 1, to);
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth += 1;
        if (depth > BODY_DEPTH_LIMIT) throw new AppError('GATEWAY_BODY_TOO_DEEP', { data: { depth_limit: BODY_DEPTH_LIMIT } });
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        if (depth === 1) onElement?.(at);
        break;
    }
  }
}

function endOfString(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
