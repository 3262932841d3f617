import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { type InputOf, MoveCampaignPosts, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { MovePostsService } from './move-posts.service.js';

@Controller()
export class CampaignPostsRpc {
  constructor(private readonly moving: MovePostsService) {}

  @Handles(MoveCampaignPosts)
  move(input: InputOf<typeof MoveCampaignPosts>, context: RequestContext): Promise<OutputOf<typeof MoveCampaignPosts>> {
    return this.moving.answer(input, context);
  }
}
