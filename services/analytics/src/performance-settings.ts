/** How what happens with contents is counted. */
export class PerformanceSettings {
  /** It is looked for new events so often: figures are behind them by so much, and what it takes to store an event. */
  readonly everyMilliseconds: number = 2_000;
  /** Contents and platforms of one count; more are counted in smaller steps. One message of the ingest has fewer, or it could not be counted. */
  readonly mostGroups: number = 20_000;
  /** Of the figures by quarters of an hour; the totals stay. */
  readonly keptDays: number = 730;

  constructor(overrides: Partial<PerformanceSettings> = {}) {
    Object.assign(this, overrides);
  }
}
