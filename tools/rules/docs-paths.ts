import type { Rule } from '../project.ts';

const PATH = /(?<!https?:\/\/\S*)\b(?:services|libs|test|tools|scripts|demo|docs|deploy|bench)\/[\w.-]+(?:\/[\w.-]+)*/g;

/** A path in a flow, in the architecture page or in the README leads to a file that exists. */
export const docsPaths: Rule = {
  name: 'docs-paths',
  check: (project) =>
    project.matching(/^docs\/flows\/.*\.md$|^(?:README|ARCHITECTURE|CONTRIBUTING)\.md$/).flatMap((path) =>
      project
        .read(path)
        .split('\n')
        .flatMap((text, index) =>
          [...text.matchAll(PATH)]
            .map((match) => match[0].replace(/[.]+$/, ''))
            .filter((mentioned) => !project.has(mentioned))
            .map((mentioned) => ({ path, line: index + 1, message: `${mentioned} does not exist` })),
        ),
    ),
};
