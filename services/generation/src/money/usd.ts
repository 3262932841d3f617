/** A sum of money in units of 10^-12 US dollars: the last digit that numeric(18,12) keeps. Never a float. */
export type PicoUsd = bigint;

const DECIMALS = 12;
const AMOUNT = /^(-?)(\d+)(?:\.(\d{1,12}))?$/;

/** @throws Error where the text is no decimal of at most twelve places, as Postgres and the contracts write them. */
export function parseUsd(text: string): PicoUsd {
  const match = AMOUNT.exec(text);
  if (!match) throw new Error(`${JSON.stringify(text)} is no amount of at most ${DECIMALS} decimals`);
  const [, sign, whole = '', fraction = ''] = match;
  const value = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return sign ? -value : value;
}

/** Always with twelve decimals, as Postgres answers numeric(18,12). */
export function formatUsd(amount: PicoUsd): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(DECIMALS + 1, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}
