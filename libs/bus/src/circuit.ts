/** Failures in a row, with no answer of the service between them, that open the circuit. */
const OPENS_AFTER = 5;
/** While it is open a call goes through this often, to see whether the service is back. */
const PROBE_EVERY_MS = 250;
/** A call that had less time than this says nothing about the service when it ends without an answer. */
const TELLING_WAIT_MS = 500;

/**
 * Knows whether a service is away, so that callers are refused at once instead of waiting for their deadlines in their hundreds.
 *
 * Any answer of the service closes it, a refusal too. It counts subjects that nobody answers, and deadlines that passed while the service
 * answered nobody else either: one slow request does not open it for the others. A probe is just the next call, and does not keep later
 * probes waiting: it may have been lost with the process that it was sent to.
 */
export class Circuit {
  #failures = 0;
  #answeredAtMs = 0;
  #probesAtMs = 0;
  /** Subjects that failed, or are being tried, since the last answer. Others may work: some requests are newer than their service. */
  readonly #doubted = new Set<string>();

  constructor(private readonly onChange: (isOpen: boolean) => void) {}

  /** Whether a call of this subject may be made now. */
  lets(subject: string): boolean {
    if (this.#failures < OPENS_AFTER) return true;
    const now = Date.now();
    if (now < this.#probesAtMs && this.#doubted.has(subject)) return false;
    this.#doubted.add(subject);
    this.#probesAtMs = now + PROBE_EVERY_MS;
    return true;
  }

  answered(): void {
    this.#answeredAtMs = Date.now();
    if (this.#failures === 0) return;
    const wasOpen = this.#failures >= OPENS_AFTER;
    this.#failures = 0;
    this.#doubted.clear();
    if (wasOpen) this.onChange(false);
  }

  /** Nobody subscribes to this subject. */
  unanswered(subject: string): void {
    this.#doubted.add(subject);
    this.#failures += 1;
    if (this.#failures !== OPENS_AFTER) return;
    this.#probesAtMs = Date.now() + PROBE_EVERY_MS;
    this.onChange(true);
  }

  /** A call that left at this instant had no answer until its deadline. How late that was noticed says nothing about the service. */
  timedOut(subject: string, sentAtMs: number, deadlineMs: number): void {
    if (deadlineMs - sentAtMs >= TELLING_WAIT_MS && this.#answeredAtMs < sentAtMs) this.unanswered(subject);
  }
}
