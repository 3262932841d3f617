const PLACEHOLDER = /\{(\w+):UUIDs\}/g;
const UUIDS = /^[0-9a-f,-]*$/i;

/**
 * Puts lists of UUIDs into the statement as text literals and leaves the other values to be bound. Only hexadecimal digits
 * and dashes get in, so nothing can leave its literal.
 */
export function inlineLists(sql: string, params: Readonly<Record<string, unknown>>): { sql: string; values: Record<string, unknown> } {
  const values = { ...params };
  const text = sql.replace(PLACEHOLDER, (_, name: string) => {
    const list = (params[name] as readonly string[]).join(',');
    if (!UUIDS.test(list)) throw new Error(`${name} holds something else than UUIDs`);
    delete values[name];
    return `'${list}'`;
  });
  return { sql: text, values };
}
