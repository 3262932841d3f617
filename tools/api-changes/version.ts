const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** Why `next` cannot follow `last`: it is none, it is not later, or clients break and it does not say so (the first number; before 1.0 the second). */
export function refusalOfVersion(last: string, next: string, isBreaking: boolean): string[] {
  const [olds, news] = [numbersOf(last), numbersOf(next)];
  if (!olds || !news) return [`"${next}" is not a version such as 1.3.0`];
  const place = olds.findIndex((number, index) => number !== news[index]);
  if (place < 0 || (news[place] ?? 0) < (olds[place] ?? 0)) return [`${next} is not after ${last}`];
  const breakingPlace = olds[0] === 0 ? 1 : 0;
  return isBreaking && place > breakingPlace ? [`${next} breaks clients of ${last}, and its number does not say so`] : [];
}

function numbersOf(version: string): number[] | undefined {
  return VERSION.exec(version)?.slice(1).map(Number);
}
