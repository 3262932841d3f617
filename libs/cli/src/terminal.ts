import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** A person in front of a keyboard. */
export interface Terminal {
  ask(question: string): Promise<string>;
  /** What is typed is not shown. */
  askHidden(question: string): Promise<string>;
}

/** The terminal of this process, or null where it is fed or read by a program. Questions go to stderr: stdout is for answers. */
export function ownTerminal(): Terminal | null {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return null;
  const ask = async (question: string, isHidden: boolean): Promise<string> => {
    stderr.write(question);
    const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input: stdin, output: isHidden ? mute : stderr, terminal: true });
    try {
      const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [''])])) as [string];
      return line;
    } finally {
      lines.close();
      if (isHidden) stderr.write('\n');
    }
  };
  return { ask: (question) => ask(question, false), askHidden: (question) => ask(question, true) };
}
