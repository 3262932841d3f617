import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { AppError } from '@smartcontent/contracts';

const SIGNATURE_BYTES = 16;

/**
 * An opaque keyset cursor: the values of the last row's sort keys, signed for one list.
 * `list` names the list and whatever shapes its order (sort, filters), so that a cursor does not pass into another one.
 * `key` is the service's CURSOR_KEY, hex.
 */
export function encodeCursor(key: string, list: string, values: unknown[]): string {
  const payload = Buffer.from(JSON.stringify(values));
  return Buffer.concat([sign(key, list, payload), payload]).toString('base64url');
}

/** The values handed to `encodeCursor`. Tampered with, of another list or key: PLATFORM_CURSOR_INVALID. */
export function decodeCursor(key: string, list: string, cursor: string): unknown[] {
  const bytes = Buffer.from(cursor, 'base64url');
  const payload = bytes.subarray(SIGNATURE_BYTES);
  const expected = sign(key, list, payload);
  const signature = bytes.subarray(0, SIGNATURE_BYTES);
  // Decoding skips foreign characters, so a changed text could still give the same bytes.
  const isGenuine = signature.length === SIGNATURE_BYTES && timingSafeEqual(signature, expected) && bytes.toString('base64url') === cursor;
  if (!isGenuine) throw new AppError('PLATFORM_CURSOR_INVALID');
  return JSON.parse(payload.toString()) as unknown[];
}

/** A service has one; taking it in costs more than signing with it. */
const keys = new Map<string, KeyObject>();

function keyOf(hex: string): KeyObject {
  const key = keys.get(hex) ?? createSecretKey(hex, 'hex');
  keys.set(hex, key);
  return key;
}

function sign(key: string, list: string, payload: Buffer): Buffer {
  const mac = createHmac('sha256', keyOf(key)).update(list).update('\0').update(payload);
  return mac.digest().subarray(0, SIGNATURE_BYTES);
}
