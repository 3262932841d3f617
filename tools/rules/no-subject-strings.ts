import ts from 'typescript';
import { type Rule, violationsIn } from '../project.ts';

const SUBJECT = /^(?:rpc|evt|job)\.[a-z-]+\.[a-z-]+\.[a-z-]+/;

/** Subjects are written once, in the contracts; whoever needs one takes the contract object. */
export const noSubjectStrings: Rule = {
  name: 'no-subject-strings',
  check: (project) =>
    project
      .matching(/^(?:services|libs)\/[^/]+\/src\/.*\.ts$/, /^libs\/contracts\/|\.(?:test|fixture)\.ts$/)
      .flatMap((path) =>
        violationsIn(project, path, (node) =>
          ts.isStringLiteralLike(node) && SUBJECT.test(node.text) ? `${node.text}: take the contract object` : undefined,
        ),
      ),
};
