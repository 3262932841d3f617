import { CreateEmbeddings1769500000000 } from './1769500000000-create-embeddings.js';
import { CreateFingerprints1769500000200 } from './1769500000200-create-fingerprints.js';
import { CreateDocuments1769500000400 } from './1769500000400-create-documents.js';
import { CreateEmbedderSettings1769500000500 } from './1769500000500-create-embedder-settings.js';
import { CreateEngagement1769500000600 } from './1769500000600-create-engagement.js';
import { DropTextHash1769500000700 } from './1769500000700-drop-text-hash.js';
import { BoundNearFingerprints1769500000800 } from './1769500000800-bound-near-fingerprints.js';
import { CountClaims1769500000900 } from './1769500000900-count-claims.js';
import { TryReadersAgain1769500001000 } from './1769500001000-try-readers-again.js';
import { CreateLiveContents1769500001050 } from './1769500001050-create-live-contents.js';
import { ForgetEngagement1769500001100 } from './1769500001100-forget-engagement.js';
import { SetBackInPieces1769500001200 } from './1769500001200-set-back-in-pieces.js';
import { HideDeletedContents1769500001300 } from './1769500001300-hide-deleted-contents.js';

export const migrations = [
  CreateEmbeddings1769500000000,
  CreateFingerprints1769500000200,
  CreateDocuments1769500000400,
  CreateEmbedderSettings1769500000500,
  CreateEngagement1769500000600,
  DropTextHash1769500000700,
  BoundNearFingerprints1769500000800,
  CountClaims1769500000900,
  TryReadersAgain1769500001000,
  CreateLiveContents1769500001050,
  ForgetEngagement1769500001100,
  SetBackInPieces1769500001200,
  HideDeletedContents1769500001300,
];
