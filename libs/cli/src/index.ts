export { CallError, callCommand } from './client.js';
export { COMMANDS, type Command, UsageError } from './commands.js';
export { type Output, run } from './run.js';
