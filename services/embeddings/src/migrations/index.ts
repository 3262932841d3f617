import { CreateEmbeddings1769500000000 } from './1769500000000-create-embeddings.js';

export const migrations = [CreateEmbeddings1769500000000];
