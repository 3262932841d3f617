import { domainToUnicode } from 'node:url';

/** Scripts of UAX 31, table 5: those that living languages are written in. */
const SCRIPTS = [
  ...['Arabic', 'Armenian', 'Bengali', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati', 'Gurmukhi', 'Hebrew'],
  ...['Kannada', 'Khmer', 'Lao', 'Latin', 'Malayalam', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu', 'Thaana', 'Thai', 'Tibetan'],
];
/** Languages that mix scripts: Japanese, Chinese with Bopomofo, Korean; each also beside Latin. */
const MIXTURES = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

const ONE_SCRIPT = [...SCRIPTS.map((script) => [script]), ...MIXTURES].map((scripts) => {
  const letters = [...scripts, 'Common', 'Inherited'].map((script) => `\\p{scx=${script}}`).join('');
  return new RegExp(`^[${letters}]*$`, 'u');
});

/** Control and format characters, line ends, and all that is drawn as nothing: with them two names look the same, or one is read backwards. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u;

/** Small letters that are drawn like Latin ones (confusables.txt of UTS 39; palochka as browsers read it), each at the place of its double. */
const SMALL = { from: 'аеорсухіјѕһԁԛԝѵӏαονρυιϲϳոսօցհզ', to: 'aeopcyxijshdqwvlaovpuicjnuoghq' };
/** Small letters whose capitals are drawn like Latin capitals. */
const CAPITAL = { from: 'вкмнтβεζηκμτχ', to: 'bkmhtbezhkmtx' };
/** Lower-case letters for which a user name is searched in Latin too: Postgres compares by the same two texts. */
export const LOOKALIKES = { from: SMALL.from + CAPITAL.from, to: SMALL.to + CAPITAL.to } as const;
const DOUBLES = new Map([...SMALL.from].map((letter, index) => [letter, SMALL.to[index] as string]));

/**
 * Whether a name is of one script, after the restriction level "highly restrictive" of UTS 39, and shows everything that it holds.
 * So nobody passes for a colleague by one letter of another alphabet, an invisible character or a turn of the writing direction.
 */
export function isPlainlyWritten(name: string): boolean {
  return !UNSEEN.test(name) && ONE_SCRIPT.some((script) => script.test(name));
}

/** Also as it is typed in Japanese and Chinese. */
const DOT = /[.。]/;
/** What a URL has beside its host: an address that holds it is none, and must not become another one without it. */
const BESIDE_HOST = /[/\\?#@:%]/;

/**
 * One spelling of an address: compatibility characters resolved (NFKC), lower case, the domain as ASCII (IDNA).
 * A domain that cannot be written so stays as it is, and is then no address.
 */
export function spellEmail(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  const at = plain.lastIndexOf('@');
  if (at < 0) return plain;
  const domain = plain.slice(at + 1);
  if (isAscii(domain) || BESIDE_HOST.test(domain)) return plain;
  return `${plain.slice(0, at)}@${URL.parse(`http://${domain}`)?.hostname ?? domain}`;
}

/**
 * Whether the domain of an address, as people are shown it, has a part of several scripts, or reads as a Latin one once its letters are exchanged
 * for those that they look like. Written as ASCII (IDNA) it is no different.
 */
export function looksLikeAnother(text: string): boolean {
  const plain = text.normalize('NFKC').toLowerCase();
  const written = plain.slice(plain.lastIndexOf('@') + 1);
  const shown = domainToUnicode(written) || written;
  if (![written, shown].every((domain) => domain.split(DOT).every(isPlainlyWritten))) return true;
  return !isAscii(shown) && isAscii([...shown].map((letter) => DOUBLES.get(letter) ?? letter).join(''));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
