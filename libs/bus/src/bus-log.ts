/** The part of a log that the bus needs; the `Log` of libs/service fits. `error` only where a person must act. */
export interface BusLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Figures that the bus reports; every member may be left out. Durations are seconds. */
export interface BusMetrics {
  /** `code` is `OK` or the error's code. */
  requestHandled?(subject: string, code: string, seconds: number): void;
  eventHandled?(subject: string, outcome: EventOutcome, seconds: number): void;
  eventsPublished?(count: number): void;
  /** Of a service that this one calls; open while it answers nobody. */
  circuitChanged?(service: string, isOpen: boolean): void;
}

/**
 * What became of a delivery: `handled`, `duplicate` and `older` are acknowledged; `skipped` has no handler here;
 * `gap` waits for an earlier version of its aggregate; `forced` went on without that version, which the stream no longer holds.
 */
export type EventOutcome = 'handled' | 'duplicate' | 'older' | 'skipped' | 'gap' | 'forced' | 'retried' | 'dead';
