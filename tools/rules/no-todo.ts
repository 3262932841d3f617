import { linesMatching, type Rule } from '../project.ts';

/** What is not done is an issue, not a comment. */
export const noTodo: Rule = {
  name: 'no-todo',
  check: (project) =>
    project
      .matching(/\.(?:ts|mjs|sql|ya?ml|md)$/, /^tools\/|^demo\/.*\.ndjson$/)
      .flatMap((path) => linesMatching(project, path, /\b(?:TODO|FIXME|XXX)\b/, 'unfinished')),
};
