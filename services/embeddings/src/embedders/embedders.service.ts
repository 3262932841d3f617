import { Injectable } from '@nestjs/common';
import { type Embedder, OFFLINE } from './embedder.js';

/** By what a company's texts are embedded. */
@Injectable()
export class Embedders {
  /** For texts that are indexed now. */
  async wanted(_companyId: string): Promise<Embedder> {
    return OFFLINE;
  }

  /** For what is asked of texts that were indexed before. */
  async answering(_companyId: string): Promise<Embedder> {
    return OFFLINE;
  }
}
