import { Socket } from 'node:net';

/**
 * A socket that sends what is written until the running code has nothing more to do as one packet: a transaction's BEGIN and its first
 * statements, or its last statement and COMMIT. pg writes statement by statement, and each write, which also wakes the server, costs
 * about as much as the statement itself.
 */
export function batchingSocket(): Socket {
  const socket = new Socket();
  // Not by a subclass: connect() puts Node's own write back.
  socket.once('connect', () => {
    const write = socket.write.bind(socket) as (...what: unknown[]) => boolean;
    let isCollecting = false;
    socket.write = (...what: unknown[]) => {
      if (!isCollecting) {
        isCollecting = true;
        socket.cork();
        process.nextTick(() => {
          isCollecting = false;
          socket.uncork();
        });
      }
      return write(...what);
    };
  });
  return socket;
}
