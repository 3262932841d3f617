/** What a content is filtered by; null where nobody said it. */
export interface DocumentMetadata {
  readonly userId: string | null;
  readonly contentType: string | null;
  readonly platform: string | null;
  readonly status: string | null;
  readonly topics: readonly string[];
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly qualityScore: number | null;
}

interface IndexedChunk {
  readonly text: string;
  /** Its place in the whole text, in UTF-16 units. */
  readonly start: number;
  /** Empty where it could not be made yet: then the chunk is found by its words alone. */
  readonly vector: Float32Array;
}

/** One revision of a content, ready to be searched for. */
export interface IndexedDocument {
  readonly companyId: string;
  readonly contentId: string;
  /** Grows with every change, of the text or of what is said about it. */
  readonly revision: number;
  /** Of two writes of one revision the one with more claims counts. */
  readonly claims?: number;
  readonly title: string;
  readonly metadata: DocumentMetadata;
  /** Names the vectors: only those of one model can be compared. */
  readonly model: string;
  readonly chunks: readonly IndexedChunk[];
}

export interface Tombstone {
  readonly companyId: string;
  readonly contentId: string;
  readonly revision: number;
}

export interface Engagement {
  readonly companyId: string;
  readonly contentId: string;
  readonly score: number;
  readonly measuredAt: Date;
}
