import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { email, personName } from './account.js';
import { LOOKALIKES, spellEmail } from './spelling.js';

const spelt = (text: string) => email.safeParse(text).data;

describe('an e-mail address', () => {
  it.each([
    ['Ada@Acme.Example', 'ada@acme.example'],
    ['ａｄａ@acme.example', 'ada@acme.example'],
    ['ada@пример.рф', 'ada@xn--e1afmkfd.xn--p1ai'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@acme。example', 'ada@acme.example'],
    ['ada@почта.com', 'ada@xn--80a1acny.com'],
    ['ada@xn--80a1acny.com', 'ada@xn--80a1acny.com'],
    ["o'neill+news@sub.acme.example", "o'neill+news@sub.acme.example"],
  ])('%s is kept as %s', (written, kept) => {
    expect(spelt(written)).toBe(kept);
  });

  it.each([
    ['letters of another alphabet in its local part', 'аda@acme.example'],
    ['a domain that reads as a Latin one', 'ada@аррӏе.com'],
    ['a domain that reads as a Latin one once it is shown', 'ada@xn--80ak6aa92e.com'],
    ['a part of its domain in two alphabets', 'ada@аcme.example'],
    ['a part of its domain in two alphabets, once it is shown', 'ada@xn--cme-5cd.example'],
    ['a character that nobody sees', 'ada@ac\u200bme.example'],
    ['a turn of the writing direction', 'ada@\u202eacme.example'],
    ['no domain', 'ada'],
    ['two addresses', 'ada@acme.example,eve@evil.example'],
    ['a line of a mail header', 'ada@acme.example\r\nBcc: eve@evil.example'],
    ['a path behind its domain', 'ada@acme.example/x'],
    ['a path behind a domain of other letters', 'ada@bücher.example/x'],
    ['a port behind a domain of other letters', 'ada@bücher.example:25'],
    ['other letters that are no part of its domain', 'ada@acme.example#ü'],
    ['a domain with signs for letters', 'ada@b%75cher.ü.example'],
    ['a line end in a domain of other letters', 'ada@büch\ner.example'],
  ])('with %s is refused', (_what, written) => {
    expect(spelt(written)).toBeUndefined();
  });

  it('is spelt alike however often, and never longer than its column', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (written) => {
        expect(spellEmail(spellEmail(written))).toBe(spellEmail(written));
        expect((spelt(written) ?? '').length).toBeLessThanOrEqual(255);
      }),
    );
  });
});

describe('the name of a person', () => {
  it.each(['Ada Lovelace', 'Соня', '山田 太郎 Yamada', 'José Ñuñez', '김철수', "D'Arcy-O’Neill 3rd", 'Ada 🙂'])('%s is taken', (name) => {
    expect(personName(100).parse(name)).toBe(name.normalize('NFKC'));
  });

  it('has one space where several would look like one', () => {
    expect(personName(100).parse(' Ada \u00a0  Lovelace ')).toBe('Ada Lovelace');
  });

  it.each([
    ['one letter of another alphabet', 'аda'],
    ['a character that nobody sees', 'a\u200bda'],
    ['a turn of the writing direction', 'ada\u202ecba'],
    ['a line end', 'ada\nadmin'],
    ['half a surrogate pair', 'ada\ud800'],
    ['nothing', ' '],
  ])('with %s is refused', (_what, name) => {
    expect(personName(100).safeParse(name).success).toBe(false);
  });
});

it('every look-alike has one double', () => {
  expect([...LOOKALIKES.from]).toHaveLength(LOOKALIKES.to.length);
  expect(new Set(LOOKALIKES.from).size).toBe(LOOKALIKES.to.length);
});
