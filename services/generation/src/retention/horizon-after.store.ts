/** Moves a company's horizon of a table behind the last day of `rows`, which have company_id and day, in the statement that takes these away. */
export function horizonAfter(table: string, rows: string): string {
  return `INSERT INTO usage_horizons AS h (company_id, table_name, day)
    SELECT company_id, '${table}', max(day) + 1 FROM ${rows} GROUP BY company_id
    ON CONFLICT (company_id, table_name) DO UPDATE SET day = greatest(h.day, EXCLUDED.day)`;
}
