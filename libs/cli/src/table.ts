const GAP = '  ';

/** Rows under their headings, each column as wide as its widest cell; the last one is cut at `lastWidth`. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[], lastWidth = 80): string {
  const cells = [headings, ...rows].map((row) => row.map((cell, column) => (column === row.length - 1 ? cut(cell, lastWidth) : cell)));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}

/** One line for each field, the names aligned. */
export function fieldLines(fields: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => `${printable(name).padEnd(width)}${GAP}${printable(String(value))}`)
    .join('\n');
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** JSON escapes only some of what steers a terminal; the rest is escaped here, so that it is the same value still. */
export function printableJson(value: unknown): string {
  return escapeJson(JSON.stringify(value, null, 2));
}

/** The same for what is JSON already. */
export function escapeJson(json: string): string {
  return json.replaceAll(/[\u007f-\u009f]/g, (steering) => `\\u00${steering.charCodeAt(0).toString(16)}`);
}

/** What an event brought along must not steer the terminal that shows it. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
