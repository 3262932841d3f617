import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '@smartcontent/local-stack';
import type { Report } from './report.js';

/** As tools/rules/system-doors.json has it; a rule of the house holds it against the sources. */
interface SystemDoor {
  readonly file: string;
  readonly why: string;
  readonly doors: readonly string[];
}

/** Work that no request begins: the strangers of this walk cannot reach it. */
const UNREACHED = new Set(['job', 'platform']);

/** Every place that looks across companies: whoever comes there came by a door, and each of those was tried. */
export function walkSystem(report: Report): void {
  const listed = JSON.parse(readFileSync(join(WORKSPACE, 'tools', 'rules', 'system-doors.json'), 'utf8')) as SystemDoor[];
  for (const { file, doors } of listed) {
    const door = report.door('system', file);
    const asked = doors.filter((name) => !UNREACHED.has(name));
    const untried = asked.filter(
      (name) => !report.doors.some((known) => known.kind === 'request' && known.name === name && known.control !== null),
    );
    for (const name of untried) report.leave(door, `${name}, by which one comes there, was not walked through`);
    if (untried.length > 0) continue;
    report.opened(door, asked.length > 0 ? `${asked.length} doors` : 'no door');
    for (const name of asked)
      for (const [stranger, what] of Object.entries(report.door('request', name).met)) door.met[stranger as keyof typeof door.met] ??= what;
  }
}
