import { CreateContent1767600000000 } from './1767600000000-create-content.js';
import { CreateReads1767600000001 } from './1767600000001-create-reads.js';
import { CreateSearch1767600000002 } from './1767600000002-create-search.js';

export const migrations = [CreateContent1767600000000, CreateReads1767600000001, CreateSearch1767600000002];
