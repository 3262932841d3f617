import { writeFileSync } from 'node:fs';
import { readOptions, USAGE } from './options.js';
import { findOrStartPlatform } from './platform.js';
import { printReport } from './report.js';
import { runDemo } from './run-demo.js';

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (!options) {
    console.log(USAGE);
    return;
  }
  const platform = await findOrStartPlatform();
  try {
    const report = await runDemo(options, platform);
    report.memory_mib = await platform.memoryMib();
    console.log(`\n${printReport(report)}`);
    if (options.jsonFile) writeFileSync(options.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await platform.stop();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`demo: ${(error as Error).message}`);
  process.exitCode = 1;
}
