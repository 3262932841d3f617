import { readFileSync } from 'node:fs';

const TELLING = /fatal|error|\[FTL\]|cannot|failed/i;

/** Why a process ended, as one line: what its log says since `fromByte` (all of it where it began anew), the telling lines before the others. */
export function lastWords(logFile: string, fromByte = 0): string {
  const log = readFileSync(logFile);
  const text = log.subarray(fromByte > log.length ? 0 : fromByte).toString('utf8');
  const lines = text.split('\n').flatMap((line) => lineOf(line.trim()));
  const last = lines.slice(-30);
  if (last.some((line) => /no space left on device/i.test(line))) return `the disk is full (${logFile})`;
  // A stack trace follows its error; a wrong configuration is one plain line for each variable.
  const telling = last.find((line) => /^\w*Error\b/.test(line)) ?? last.findLast((line) => TELLING.test(line));
  return `${telling ?? (last.slice(-5).join('; ') || 'it said nothing')} (${logFile})`;
}

/** Of a JSON log only its errors matter. */
function lineOf(line: string): string[] {
  if (line === '') return [];
  if (!line.startsWith('{')) return [line];
  try {
    const { level, message, error } = JSON.parse(line) as { level: number; message: string; error?: { message: string } };
    return level >= 50 ? [`Error: ${message}${error ? `: ${error.message}` : ''}`] : [];
  } catch {
    return [];
  }
}
