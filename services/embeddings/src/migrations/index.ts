import { CreateEmbeddings1769500000000 } from './1769500000000-create-embeddings.js';
import { CreateFingerprints1769500000200 } from './1769500000200-create-fingerprints.js';

export const migrations = [CreateEmbeddings1769500000000, CreateFingerprints1769500000200];
