import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { dependencyRules } from './dependency-rules.ts';

const FOLDERS = ['libs', 'services', 'test', 'demo', 'tools', 'scripts', 'bench'];
/** Packages of the workspace resolve to their source, as in tests. */
const RESOLUTION = { conditionNames: ['development', 'import', 'node', 'default'], exportsFields: ['exports'] };

export interface CruiseOutcome {
  readonly modules: number;
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}

/**
 * Follows every import of the tree (those of types too) and holds it against the dependency rules.
 * @throws when nothing was followed: without the TypeScript 5 API dependency-cruiser sees no module and finds no fault.
 */
export async function cruiseTree(root: string): Promise<CruiseOutcome> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const features = globSync('services/*/src/*/*.service.ts', { cwd: root }).map(dirname);
  const options = {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: dependencyRules([...new Set(features)]) },
    // The peers of benchmarks stand outside of the workspace: what they import is not installed with it.
    exclude: { path: '(^|/)(dist|\\.smartcontent)/|^test/peers/' },
    doNotFollow: { path: '(^|/)node_modules/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: RESOLUTION,
  };
  const { output } = await cruise(folders, options, RESOLUTION);
  const { summary, modules } = output as ICruiseResult;
  const followed = modules.filter((module) => module.source.endsWith('.ts') && module.dependencies.length > 0).length;
  if (followed === 0) throw new Error('no TypeScript module was followed: dependency-cruiser did not find the TypeScript 5 API');
  const violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { modules: summary.totalCruised, violations };
}
