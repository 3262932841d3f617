import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  ApproveContent,
  ArchiveContent,
  type ContentSummary,
  type InputOf,
  RejectContent,
  RequestChanges,
  type RequestContext,
  SubmitContent,
} from '@smartcontent/contracts';
import { WorkflowService } from './workflow.service.js';

@Controller()
export class WorkflowRpc {
  constructor(private readonly workflow: WorkflowService) {}

  @Handles(SubmitContent)
  submit(input: InputOf<typeof SubmitContent>, context: RequestContext): Promise<ContentSummary> {
    return this.workflow.submit(input.content_id, context);
  }

  @Handles(ApproveContent)
  approve(input: InputOf<typeof ApproveContent>, context: RequestContext): Promise<ContentSummary> {
    return this.workflow.approve(input.content_id, input.version_hash, context);
  }

  @Handles(RequestChanges)
  requestChanges(input: InputOf<typeof RequestChanges>, context: RequestContext): Promise<ContentSummary> {
    return this.workflow.requestChanges(input.content_id, input.note ?? null, context);
  }

  @Handles(RejectContent)
  reject(input: InputOf<typeof RejectContent>, context: RequestContext): Promise<ContentSummary> {
    return this.workflow.reject(input.content_id, input.note ?? null, context);
  }

  @Handles(ArchiveContent)
  archive(input: InputOf<typeof ArchiveContent>, context: RequestContext): Promise<ContentSummary> {
    return this.workflow.archive(input.content_id, context);
  }
}
