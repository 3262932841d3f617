import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  DeleteDocument,
  GetDocument,
  type IndexDocument,
  type InputOf,
  type KeptIndexDocument,
  ListDocuments,
  type OutputOf,
  PutDocument,
  type RequestContext,
} from '@smartcontent/contracts';
import { DocumentsService } from './documents.service.js';

@Controller()
export class DocumentsRpc {
  constructor(private readonly documents: DocumentsService) {}

  @Handles(PutDocument)
  put(input: InputOf<typeof PutDocument>, context: RequestContext): Promise<IndexDocument> {
    return this.documents.put(input, context);
  }

  @Handles(GetDocument)
  get(input: InputOf<typeof GetDocument>, context: RequestContext): Promise<KeptIndexDocument> {
    return this.documents.get(input.content_id, context);
  }

  @Handles(ListDocuments)
  list(input: InputOf<typeof ListDocuments>, context: RequestContext): Promise<OutputOf<typeof ListDocuments>> {
    return this.documents.list(input, context);
  }

  @Handles(DeleteDocument)
  delete(input: InputOf<typeof DeleteDocument>, context: RequestContext): Promise<null> {
    return this.documents.delete(input.content_id, context);
  }
}
