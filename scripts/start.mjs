// npm start: from a clean clone to a running platform. The supervisor itself is libs/local-stack.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, Problem, prepare, workspace } from './prepare.mjs';

const startedAt = Date.now();
try {
  await prepare();
} catch (error) {
  // A full disk or a closed folder explains itself in a line, too.
  if (!(error instanceof Problem) && !error.code) throw error;
  console.error(error.message);
  process.exit(1);
}

// Little room for what is young: it works for seconds and then waits for weeks.
// Its stdin is our pipe: the supervisor stops everything when it closes, so also when this process is killed.
const supervisor = spawn(node, ['--max-semi-space-size=4', join(workspace, 'libs', 'local-stack', 'dist', 'main.js')], {
  stdio: ['pipe', 'inherit', 'inherit'],
  env: { ...process.env, SMARTCONTENT_STARTED_AT_MS: String(startedAt) },
});
supervisor.stdin.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => supervisor.kill(signal));
supervisor.once('exit', (code, signal) => {
  if (signal) console.error(`The supervisor was ended by ${signal}; what it ran ends with it or at the next start`);
  process.exit(code ?? 1);
});
endWithNpm();

/** npm waits for us, mostly through a shell; when it is killed nobody is left to stop us. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const watched = [process.ppid, ...aboveShell(process.ppid)];
  setInterval(() => watched.every(isAlive) || supervisor.kill('SIGTERM'), 1000).unref();
}

function aboveShell(pid) {
  try {
    const [, command, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return /^(da|ba|z)?sh$/.test(command) ? [Number(parent)] : [];
  } catch {
    return [];
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
