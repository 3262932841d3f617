import type { Rule } from '../project.ts';

/** Every package says in one screen what it is for. */
export const readmePerPackage: Rule = {
  name: 'readme-per-package',
  check: (project) =>
    project
      .matching(/^(?:services|libs)\/[^/]+\/package\.json$|^tools\/package\.json$/)
      .map((path) => path.replace('package.json', 'README.md'))
      .filter((path) => !project.has(path))
      .map((path) => ({ path, message: 'missing' })),
};
