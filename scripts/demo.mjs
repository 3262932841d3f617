// npm run demo: the same set-up as npm start, then the demo of demo/.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node, Problem, prepare, workspace } from './prepare.mjs';

try {
  await prepare();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exit(1);
}
const demo = spawn(node, [join(workspace, 'demo', 'dist', 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
demo.once('exit', (code) => process.exit(code ?? 1));
