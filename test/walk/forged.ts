import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

type Fields = Readonly<Record<string, unknown>>;

/** Longer ago than any tolerance of clocks. */
const EXPIRED_SECONDS = 3_600;

/** A signed token taken apart. */
interface Parts {
  readonly header: Fields;
  readonly claims: Fields;
  readonly signature: string;
}

/**
 * Tokens that somebody might try who knows everything of a good one but its key: signed by another key, with the signature of a token of his
 * own, without a signature, and signed with the public key as if that were a secret.
 * @param good that of somebody who may come in
 * @param own a good one of the forger's
 * @param privateKey the real signer's, JWK: only its public half is used here
 */
export function forgeries(good: string, own: string, privateKey: string): string[] {
  const { header, claims } = partsOf(good);
  const another = generateKeyPairSync('ed25519').privateKey;
  const publicKey = createPublicKey(keyOf(privateKey)).export({ format: 'der', type: 'spki' });
  const byPublicKey = (signed: string) => createHmac('sha256', publicKey).update(signed).digest('base64url');
  return [
    signedBy(another, header, claims),
    `${encode(header)}.${encode(claims)}.${partsOf(own).signature}`,
    `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`,
    withSignature({ ...header, alg: 'HS256' }, claims, byPublicKey),
  ];
}

/** The same token, signed rightly, an hour too old. */
export function expired(good: string, privateKey: string): string {
  const { header, claims } = partsOf(good);
  const exp = Math.floor(Date.now() / 1_000) - EXPIRED_SECONDS;
  return signedBy(keyOf(privateKey), header, { ...claims, iat: exp - EXPIRED_SECONDS, exp });
}

/** What a token says, believed as it stands. */
export function claimsOf(token: string): Fields {
  return partsOf(token).claims;
}

/** A token with these claims, signed with this key under this name. */
export function signedAs(kid: string, privateKey: string, claims: Fields): string {
  const now = Math.floor(Date.now() / 1_000);
  return signedBy(keyOf(privateKey), { alg: 'EdDSA', kid }, { ...claims, iat: now, exp: now + 60 });
}

function signedBy(key: KeyObject, header: Fields, claims: Fields): string {
  return withSignature(header, claims, (signed) => sign(null, Buffer.from(signed), key).toString('base64url'));
}

function withSignature(header: Fields, claims: Fields, signer: (signed: string) => string): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${signer(signed)}`;
}

function partsOf(token: string): Parts {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Fields;
  return { header: decode(header), claims: decode(claims), signature };
}

function keyOf(jwk: string): KeyObject {
  return createPrivateKey({ key: JSON.parse(jwk), format: 'jwk' });
}

function encode(part: Fields): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
