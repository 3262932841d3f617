import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WORKSPACE } from '@smartcontent/local-stack';

interface BrokenBuild {
  /** A built file, from the root of the checkout. */
  readonly file: string;
  /** Texts that stand in it exactly once, and what stands there instead. */
  readonly changes: readonly (readonly [text: string, replacement: string])[];
}

/** Builds with one defect each, made of the real one by replacing texts in one of its files while it is loaded. */
const BROKEN_BUILDS = {
  /** Runs the handler whatever the inbox says of the event. */
  'inbox-off': {
    file: 'libs/bus/dist/event-applier.js',
    changes: [
      ["answers.get(event.id)?.outcome === 'run'", 'true'],
      ["if (outcome !== 'run')", 'if (false)'],
    ],
  },
  /** Acknowledges messages before the transaction of their batch begins. */
  'ack-before-commit': {
    file: 'libs/bus/dist/event-applier.js',
    changes: [
      [
        '#applyMany(runs, binding, shared) {',
        '#applyMany(runs, binding, shared) { for (const held of runs.flat()) held.delivery.message.respond("+ACK");',
      ],
    ],
  },
  /** Publishes what has a higher id than the last row published, instead of what is unpublished. */
  'id-greater-than-last': {
    file: 'libs/database/dist/outbox-store.js',
    changes: [
      [
        'FROM outbox WHERE published_at IS NULL AND id NOT IN',
        'FROM outbox WHERE id > (SELECT coalesce(max(id), 0) FROM outbox WHERE published_at IS NOT NULL) AND id NOT IN',
      ],
    ],
  },
} as const satisfies Record<string, BrokenBuild>;

export type BrokenBuildName = keyof typeof BROKEN_BUILDS;
export const BROKEN_BUILD_NAMES = Object.keys(BROKEN_BUILDS) as BrokenBuildName[];

/**
 * The environment that makes a service's process load the broken build.
 * @throws Error where a text to replace does not stand in the built file exactly once: the build would be whole
 */
export function brokenEnv(name: BrokenBuildName): Readonly<Record<string, string>> {
  const { file, changes } = BROKEN_BUILDS[name];
  const path = join(WORKSPACE, file);
  const source = readFileSync(path, 'utf8');
  for (const [text] of changes) {
    const times = source.split(text).length - 1;
    if (times !== 1)
      throw new Error(`${name} cannot be made: ${JSON.stringify(text)} stands ${times} times in ${file}, and once is needed`);
  }
  const hook = pathToFileURL(join(import.meta.dirname, `break-build${extname(import.meta.filename)}`));
  hook.search = new URLSearchParams({ name, file: path, changes: JSON.stringify(changes) }).toString();
  return { NODE_OPTIONS: `--import ${hook.href}` };
}

/** What a process writes into its log when it loads the broken file. */
export function confessionOf(name: BrokenBuildName): string {
  return `broken on purpose: ${name}`;
}
