import { cruiseTree } from './cruise.ts';

const { modules, violations } = await cruiseTree(process.cwd());
for (const { rule, from, to } of violations) console.error(from === to ? `${from} ${rule}` : `${from} → ${to} ${rule}`);
console.log(`${modules} modules cruised, ${violations.length} violations`);
process.exitCode = violations.length > 0 ? 1 : 0;
