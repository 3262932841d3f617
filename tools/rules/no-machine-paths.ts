import { linesMatching, type Rule } from '../project.ts';

const MACHINE_PATH = /(?<![\w./$}-])\/(?:work|root|tmp|Users|home(?!\/linuxbrew))\/|file:\/\/\/(?:work|root|tmp|home)/;
const REGISTRY = /https?:\/\/[^/\s"']*(?:registry|artifactory|nexus|verdaccio)[^/\s"']*|:\/\/[^/\s"']+:4873\b/;
const TEXT = /\.(?:ts|mjs|js|json|ya?ml|sql|sh|md|toml|conf|npmrc)$|(?:^|\/)(?:\.npmrc|\.ci\/run|Dockerfile)$/;

/** What is committed runs on anybody's machine: no absolute paths in code, no package registry of one network. */
export const noMachinePaths: Rule = {
  name: 'no-machine-paths',
  check: (project) => [
    ...project
      .matching(
        /\.(?:ts|mjs|js|sql|json|ya?ml)$/,
        /\.(?:test|fixture)\.ts$|(?:^|\/)test\/|^docs\/|^tools\/rules\/|^pnpm-lock\.yaml$|^demo\/[^/]+\/.*json$/,
      )
      .flatMap((path) => linesMatching(project, path, MACHINE_PATH, 'a path of one machine')),
    ...project.matching(TEXT, /^tools\//).flatMap((path) => linesMatching(project, path, REGISTRY, 'a package registry')),
  ],
};
