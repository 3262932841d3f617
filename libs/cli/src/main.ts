import { run } from './run.js';
import { ownTerminal } from './terminal.js';

/** What a shell says of a program that a closed pipe has ended: 128 and the number of SIGPIPE. */
const CLOSED_PIPE = 141;

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? CLOSED_PIPE : 1));
}
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  write: (text) => process.stdout.write(text),
  terminal: ownTerminal(),
});
