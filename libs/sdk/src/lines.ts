import { ConnectionError } from './errors.js';
import { type Operation, requestOf } from './operation.js';
import { piecesOf } from './pieces.js';
import type { CallOptions, Transport } from './transport.js';

/** The texts between line ends, as they come. What stands after the last one is a line too. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest: string[] = [];
  for await (const piece of pieces) {
    const [first = '', ...more] = piece.split('\n');
    rest.push(first);
    for (const next of more) {
      yield rest.join('');
      rest = [next];
    }
  }
  const last = rest.join('');
  if (last !== '') yield last;
}

/** The lines of a download as texts. */
export async function* downloadLines(
  transport: Transport,
  operation: Operation,
  input: object = {},
  options: CallOptions = {},
): AsyncGenerator<string, void, undefined> {
  const body = await transport.send(operation, requestOf(operation, input), options, async (response) => response.body);
  if (!body) return;
  try {
    yield* linesOf(piecesOf(body));
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new ConnectionError('lost', 'the platform broke the download off: what has come is not the whole', false, { cause });
  }
}

/** The lines of a download as what they say. */
export async function* download(...given: Parameters<typeof downloadLines>): AsyncGenerator<unknown, void, undefined> {
  for await (const line of downloadLines(...given)) if (line !== '') yield JSON.parse(line);
}
