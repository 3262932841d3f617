/** The fields of a multipart/form-data body (RFC 7578), or null for any other content type. */
export function parseMultipart(contentType: string | undefined, body: string): Map<string, string> | null {
  const boundary = /^multipart\/form-data\s*;.*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (!boundary) return null;
  const fields = new Map<string, string>();
  for (const part of `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const name = /name="([^"]*)"/.exec(part.slice(0, end))?.[1];
    if (end >= 0 && name !== undefined) fields.set(name, part.slice(end + 4));
  }
  return fields;
}
