import { CreateGeneration1770000000000 } from './1770000000000-create-generation.js';

/** In the order in which they run. */
export const migrations = [CreateGeneration1770000000000];
