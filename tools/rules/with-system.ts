import { linesMatching, type Project, type Rule, type Violation } from '../project.ts';

/** Where a look across companies may be opened, why, and by which door one comes there: a request's subject, `job`, or `platform` for what the libs do by themselves. */
const LIST = 'tools/rules/system-doors.json';
const CALL = /\b(?:withSystem|runSystem|runUrgent)\s*(?:<[^>]*>)?\(/;

interface SystemDoor {
  readonly file: string;
  readonly calls: number;
  readonly why: string;
  readonly doors: readonly string[];
}

/** withSystem(), runSystem() and runUrgent() see every company's rows, so each place that opens them is named with its reason; `pnpm walk` tries its doors. */
export const withSystem: Rule = {
  name: 'with-system',
  check: (project) => {
    const listed = project.has(LIST) ? (JSON.parse(project.read(LIST)) as SystemDoor[]) : [];
    const files = project.matching(/^(?:services|libs)\/[^/]+\/src\/.*\.ts$/, /\.(?:test|fixture)\.ts$/);
    const inSource = files.flatMap((path) => check(project, path, listed));
    const gone = listed.filter(({ file }) => !files.includes(file)).map(({ file }) => ({ path: LIST, message: `${file} does not exist` }));
    const bare = listed.filter(({ why, doors }) => why === '' || doors.length === 0);
    return [...inSource, ...gone, ...bare.map(({ file }) => ({ path: LIST, message: `${file} is listed without a reason or a door` }))];
  },
};

function check(project: Project, path: string, listed: readonly SystemDoor[]): Violation[] {
  const calls = linesMatching(project, path, CALL, `a look across companies that ${LIST} does not name with its reason and its door`);
  const entry = listed.find(({ file }) => file === path);
  if (!entry) return calls;
  if (entry.calls === calls.length) return [];
  return [{ path, message: `${calls.length} looks across companies; ${LIST} names ${entry.calls}` }];
}
