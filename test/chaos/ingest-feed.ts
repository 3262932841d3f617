import { randomUUID } from 'node:crypto';
import type { Company } from './company.js';
import type { FrontDoor } from './front-door.js';
import type { Random } from './random.js';

const EVENTS_PER_BATCH = 40;
/** Once in so many batches it holds an event that is refused, and once an event that was sent before. */
const BAD_ONE_IN = 10;
const AGAIN_ONE_IN = 10;
const TYPES = ['view', 'click', 'share'];

/** Sends batches of events whose ids are known. */
export class IngestFeed {
  /** Of each company's latest acknowledged batch. */
  readonly #stored = new Map<Company, readonly string[]>();

  constructor(
    private readonly door: FrontDoor,
    private readonly companies: readonly Company[],
    private readonly random: Random,
  ) {}

  /** One batch; resolves when it was answered for good. */
  async send(): Promise<void> {
    const { random } = this;
    const company = random.pick(this.companies);
    const eventIds = Array.from({ length: EVENTS_PER_BATCH }, () => randomUUID());
    const events: object[] = eventIds.map((event_id) => ({ event_id, event_type: random.pick(TYPES), visitor_id: `v${event_id[0]}` }));
    if (random.next() < 1 / BAD_ONE_IN) events.push({ event_type: 'NOT A TYPE' });
    const again = random.next() < 1 / AGAIN_ONE_IN ? (this.#stored.get(company) ?? []).slice(0, 5) : [];
    events.push(...again.map((event_id) => ({ event_id, event_type: 'view' })));
    const about = { kind: 'ingest', companyId: company.id, token: company.key, eventIds };
    const { outcome } = await this.door.write({ ...about, method: 'POST', path: '/v1/events', body: events });
    if (outcome === 'acknowledged') this.#stored.set(company, eventIds);
  }
}
