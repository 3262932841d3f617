import type { Rule, Violation } from '../project.ts';

const WORD = '[a-z0-9]+(?:-[a-z0-9]+)*';
const FOLDER = new RegExp(`^(?:${WORD}|\\.[a-z-]+)$`);
const CODE = new RegExp(`^${WORD}(?:\\.${WORD})*\\.(?:ts|mjs|sql)$`);
const NAMELESS = /^(?:shared|commons?|utils?|helpers?|misc)(?:\..*)?$/;
const PARTS_OF_A_SERVICE = new Set(['module', 'rpc', 'routes', 'job', 'service', 'store', 'view', 'entity', 'test']);
const MIGRATION = new RegExp(`^(?:\\d{13,14}-[a-z]+-${WORD}|index)\\.ts$`);

/** A file is named after what it holds, in kebab-case, and its suffix says which part of a flow it is. */
export const fileNames: Rule = {
  name: 'file-names',
  check: (project) =>
    project.matching(/^(?:libs|services|tools|test|demo|scripts|bench|docs|deploy)\//).flatMap((path) => {
      const folders = path.split('/').slice(0, -1);
      const name = path.split('/').at(-1) ?? '';
      const found: Violation[] = [];
      const refuse = (message: string) => found.push({ path, message });
      for (const folder of folders) if (!FOLDER.test(folder)) refuse(`folder ${folder} is not kebab-case`);
      for (const part of [...folders, name])
        if (NAMELESS.test(part)) refuse(`${part} names nothing; code without a name stays with its user`);
      if (/\.(?:ts|mjs|sql)$/.test(name) && !CODE.test(name)) refuse(`${name} is not kebab-case`);
      if (/^services\/[^/]+\/src\/migrations\//.test(path) && !MIGRATION.test(name)) refuse('not <timestamp>-<verb>-<noun>.ts');
      const suffix = /^services\/[^/]+\/src\/.*\.([a-z-]+)\.ts$/.exec(path)?.[1];
      if (suffix && !PARTS_OF_A_SERVICE.has(suffix))
        refuse(`.${suffix}.ts is no part of a service (${[...PARTS_OF_A_SERVICE].join(', ')})`);
      return found;
    }),
};
