/** What begins as the platform's own tokens and keys do, or as a JWT. */
const TOKEN = /(?:sc_[a-z]+_|eyJ)[\w.-]{8,}/g;

/** A path as it may be logged and traced: whoever sends a token there by mistake did not mean to have it kept. */
export function withoutTokens(path: string): string {
  return path.replace(TOKEN, (token) => `${token.slice(0, 8)}…`);
}
