import { asJson, breaks, type Change, isBreak, type Json, note, quoted } from './change.ts';
import { keywordChanges } from './keyword-changes.ts';
import { alternatives, type Components, kindOf, typeFits, typeOf } from './schema-kinds.ts';

/** `input`: what a client sends may be more than before, never less; `output`: what it is answered may be less than was promised never. */
export type Direction = 'input' | 'output';

export interface Documents {
  readonly before: Components;
  readonly after: Components;
}

/** Compares two schemas for one direction. */
export class SchemaComparison {
  readonly #direction: Direction;
  readonly #documents: Documents;
  /** Pairs of references that are being compared: a schema may hold itself. */
  readonly #open = new Set<string>();

  constructor(direction: Direction, documents: Documents) {
    this.#direction = direction;
    this.#documents = documents;
  }

  /** @param place where it stands, as "body `items[].title`" */
  changes(before: Json, after: Json, place: Place): Change[] {
    const pair = `${before.$ref}|${after.$ref}`;
    if (before.$ref && after.$ref) {
      if (this.#open.has(pair)) return [];
      this.#open.add(pair);
    }
    const found = this.#ofKinds(alternatives(before, this.#documents.before), alternatives(after, this.#documents.after), place);
    this.#open.delete(pair);
    return found;
  }

  #ofKinds(olds: Json[], news: Json[], place: Place): Change[] {
    const [old] = olds;
    const [now] = news;
    if (old && now && olds.length === 1 && news.length === 1) return this.#ofOne(old, now, place);
    const isInput = this.#direction === 'input';
    const [needed, offered] = isInput ? [olds, news] : [news, olds];
    const used = new Set<Json>();
    const found = needed.flatMap((one) => {
      const trials = offered.map((other) => ({
        other,
        changes: isInput ? this.#ofOne(one, other, place) : this.#ofOne(other, one, place),
      }));
      const best = trials.sort((a, b) => weight(a.changes) - weight(b.changes))[0];
      if (best && (!best.changes.some(isBreak) || isAlike(one, best.other))) {
        used.add(best.other);
        return best.changes;
      }
      return [breaks(isInput ? 'input-type-narrowed' : 'answer-type-widened', place.text, kindOf(one))];
    });
    const left = offered.filter((other) => !used.has(other));
    const more = isInput ? left.map((other) => note(place.text, `takes ${kindOf(other)} too`)) : [];
    return [...new Map([...found, ...more].map((change) => [change.text, change])).values()];
  }

  #ofOne(old: Json, now: Json, place: Place): Change[] {
    const isInput = this.#direction === 'input';
    const fits = isInput ? typeFits(typeOf(old), typeOf(now)) : typeFits(typeOf(now), typeOf(old));
    if (!fits) {
      const detail = `${kindOf(old)} was, ${kindOf(now)} is`;
      return [breaks(isInput ? 'input-type-narrowed' : 'answer-type-widened', place.text, detail)];
    }
    return [
      ...keywordChanges(old, now, this.#direction, place.text),
      ...this.#ofProperties(old, now, place),
      ...this.#ofOthers(old, now, place),
      ...this.#ofItems(old, now, place),
    ];
  }

  #ofProperties(old: Json, now: Json, place: Place): Change[] {
    const olds = asJson(old.properties);
    const news = asJson(now.properties);
    const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    // A field may be asked for, or promised, without being described.
    const others = [...requiredOf(old), ...requiredOf(now)].filter((name) => !names.includes(name));
    const ofNeeds = others.flatMap((name) => this.#ofNeed(requires(old, name), requires(now, name), place.field(name)));
    const ofNamed = names.flatMap((name) => {
      const field = place.field(name);
      const [was, is] = [requires(old, name), requires(now, name)];
      if (!(name in olds)) return this.#appeared(field, is);
      if (!(name in news)) return [breaks(this.#direction === 'input' ? 'input-field-removed' : 'answer-field-removed', field.text)];
      const inner = this.changes(asJson(olds[name]), asJson(news[name]), field);
      return [...this.#ofNeed(was, is, field), ...inner];
    });
    return [...ofNeeds, ...ofNamed];
  }

  #appeared(field: Place, isRequired: boolean): Change[] {
    if (this.#direction === 'output') return [note(field.text, 'is answered')];
    return [isRequired ? breaks('input-required', field.text) : note(field.text, 'can be given')];
  }

  #ofNeed(was: boolean, is: boolean, field: Place): Change[] {
    if (was === is) return [];
    if (this.#direction === 'input') return [is ? breaks('input-required', field.text) : note(field.text, 'may be left out')];
    return [is ? note(field.text, 'is always answered') : breaks('answer-field-optional', field.text)];
  }

  /** Fields that have no name in the schema. */
  #ofOthers(old: Json, now: Json, place: Place): Change[] {
    const [was, is] = [old.additionalProperties ?? true, now.additionalProperties ?? true];
    const others = place.field('*');
    const names = this.#ofOptional(old.propertyNames, now.propertyNames, others);
    if (this.#direction === 'input') {
      if (is === false) return was === false ? names : [...names, breaks('input-closed', place.text)];
      return was === false || is === true ? names : [...names, ...this.changes(asJson(was), asJson(is), others)];
    }
    // An answer may gain fields in any release; a record of one kind stays of that kind.
    if (typeof was === 'boolean' || is === false) return names;
    return [...names, ...this.changes(was as Json, asJson(is), others)];
  }

  #ofItems(old: Json, now: Json, place: Place): Change[] {
    const [were, are] = [(old.prefixItems ?? []) as Json[], (now.prefixItems ?? []) as Json[]];
    const rule = this.#direction === 'input' ? 'input-type-narrowed' : 'answer-type-widened';
    if (were.length !== are.length) return [breaks(rule, place.item().text, `${were.length} places were, ${are.length} are`)];
    const inPlaces = were.flatMap((one, index) => this.changes(one, are[index] ?? {}, place.item()));
    return [...inPlaces, ...this.#ofOptional(old.items, now.items, place.item())];
  }

  #ofOptional(old: unknown, now: unknown, place: Place): Change[] {
    return old === undefined && now === undefined ? [] : this.changes(asJson(old), asJson(now), place);
  }
}

/** Where a schema stands in a request or an answer. */
export class Place {
  readonly #root: string;
  readonly #path: string;

  constructor(root: string, path = '') {
    this.#root = root;
    this.#path = path;
  }

  get text(): string {
    return this.#path === '' ? this.#root : `${this.#root} ${quoted([this.#path])}`;
  }

  field(name: string): Place {
    return new Place(this.#root, this.#path === '' ? name : `${this.#path}.${name}`);
  }

  item(): Place {
    return new Place(this.#root, `${this.#path}[]`);
  }
}

function requiredOf({ required }: Json): readonly string[] {
  return Array.isArray(required) ? required : [];
}

function requires(schema: Json, name: string): boolean {
  return requiredOf(schema).includes(name);
}

/** Breaks weigh more than any number of other changes. */
function weight(changes: readonly Change[]): number {
  return changes.filter(isBreak).length * 1_000 + changes.length;
}

/** The same kind of value, so that its own changes say more than that one went and another came. */
function isAlike(one: Json, other: Json): boolean {
  return typeOf(one) === typeOf(other) && typeOf(one) !== 'null';
}
