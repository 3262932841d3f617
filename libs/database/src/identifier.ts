const IDENTIFIER = /^[a-z][a-z0-9_]{0,62}$/;

/** Names of schemas, tables, roles and functions stand in SQL text, so nothing but a plain identifier passes. They come from our own code, never from a caller. */
export function requireIdentifier(name: string): string {
  if (!IDENTIFIER.test(name)) throw new Error(`${JSON.stringify(name)} is not a plain SQL identifier`);
  return name;
}

/** Splits `schema.table`. */
export function splitName(qualifiedName: string): { schema: string; name: string } {
  const [schema = '', name = '', ...rest] = qualifiedName.split('.');
  if (rest.length > 0) throw new Error(`${qualifiedName} is not schema.name`);
  return { schema: requireIdentifier(schema), name: requireIdentifier(name) };
}
