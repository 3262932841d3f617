import type { RequestContext } from '@smartcontent/contracts';
import type { Tx } from './transaction.js';

export interface DatabaseOptions {
  /** Schema of the service, equal to its name. */
  readonly schema: string;
  /** Connection string of the role `<svc>`. */
  readonly url: string;
  /** Connection string of the role `<svc>_system`. */
  readonly systemUrl: string;
  /** Connections of `<svc>`, 8 unless told; `<svc>_system` always has 2. */
  readonly poolSize?: number;
  /** Told about errors in `afterCommit` work and outbox listeners, which cannot fail the transaction any more. Emits a process warning unless told. */
  readonly onError?: (error: unknown) => void;
}

export class Database {
  static async open(_options: DatabaseOptions): Promise<Database> {
    throw new Error('not there yet');
  }
  /** Name of the schema, which is the service's name. */
  readonly schema: string = '';
  async withTenant<T>(_context: RequestContext, _work: (tx: Tx) => Promise<T>): Promise<T> {
    throw new Error('not there yet');
  }
  async readTenant<R>(_context: RequestContext, _functionName: string, _args: unknown[]): Promise<R[]> {
    throw new Error('not there yet');
  }
  async withSystem<T>(_reason: string, _work: (tx: Tx) => Promise<T>, _context?: RequestContext): Promise<T> {
    throw new Error('not there yet');
  }
  /** Calls the listener after each commit that wrote outbox rows. Returns its removal. */
  onOutboxWrite(_listener: () => void): () => void {
    throw new Error('not there yet');
  }
  async isReady(): Promise<boolean> {
    throw new Error('not there yet');
  }
  async close(): Promise<void> {}
}
