/** What every operator's key begins with, so that it is told from an API key without a look-up. */
export const OPERATOR_KEY_PREFIX = 'sc_operator_';
/** At least 32 characters of base64url after the prefix hold 190 bits: nobody guesses them. */
export const OPERATOR_KEY_FORMAT = new RegExp(`^${OPERATOR_KEY_PREFIX}[\\w-]{32,200}$`);
