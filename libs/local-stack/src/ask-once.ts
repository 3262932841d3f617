import { connect } from 'node:net';

/** What a local TCP server says first, after being sent `question`; undefined when nobody answers within a second. */
export function askOnce(port: number, question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(question));
    const finish = (answer?: string) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => finish());
    socket.once('error', () => finish());
    socket.once('close', () => finish());
    socket.once('data', (data) => finish(data.toString()));
  });
}
