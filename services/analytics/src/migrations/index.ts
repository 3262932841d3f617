import { CreateIngest1767600000000 } from './1767600000000-create-ingest.js';

export const migrations = [CreateIngest1767600000000];
