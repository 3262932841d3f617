import { CreateScheduling1767600000000 } from './1767600000000-create-scheduling.js';

/** In the order in which they run. */
export const migrations = [CreateScheduling1767600000000];
