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

/** The same for JSON, which escapes only some of what steers a terminal. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(/[\u007f-\u009f]/g, ' ');
}

/** What an event brought along must not steer the terminal that shows it. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
