import { Project } from './project.ts';
import { RULES } from './rules/index.ts';

const project = Project.at(process.cwd());
const violations = RULES.flatMap((rule) => rule.check(project).map((violation) => ({ rule: rule.name, ...violation })));
for (const { rule, path, line, message } of violations) console.error(`${path}${line ? `:${line}` : ''} ${rule}: ${message}`);
console.log(`${RULES.length} rules of our own, ${project.files.length} files, ${violations.length} violations`);
process.exitCode = violations.length > 0 ? 1 : 0;
