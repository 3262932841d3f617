import { linesMatching, type Rule } from '../project.ts';

/** Files that may work without a tenant: jobs, the relay, the authentication stores, where the operator reaches companies, and the lib that offers the door. */
const ALLOWED =
  /\.job\.ts$|^libs\/database\/|^libs\/bus\/src\/relay\.ts$|^services\/identity\/src\/[^/]+\/(?:sessions|log-in|api-keys|sign-ups?|invitations|email-changes|email-verifications|password-resets|companies|erasures)\.store\.ts$/;

/** withSystem(), runSystem() and runUrgent() see every company's rows, so only what has to look across companies may open it. */
export const withSystem: Rule = {
  name: 'with-system',
  check: (project) =>
    project
      .matching(/^(?:services|libs)\/[^/]+\/src\/.*\.ts$/, /\.(?:test|fixture)\.ts$/)
      .filter((path) => !ALLOWED.test(path))
      .flatMap((path) =>
        linesMatching(
          project,
          path,
          /\b(?:withSystem|runSystem|runUrgent)\s*(?:<[^>]*>)?\(/,
          'a look across companies belongs in jobs, relay and authentication stores',
        ),
      ),
};
