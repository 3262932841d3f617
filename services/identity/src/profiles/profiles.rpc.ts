import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  GetProfile,
  GetSettings,
  type InputOf,
  type OutputOf,
  type RequestContext,
  UpdateProfile,
  UpdateSettings,
} from '@smartcontent/contracts';
import { ProfilesService } from './profiles.service.js';

@Controller()
export class ProfilesRpc {
  constructor(private readonly profiles: ProfilesService) {}

  @Handles(GetProfile)
  getProfile(_input: InputOf<typeof GetProfile>, context: RequestContext): Promise<OutputOf<typeof GetProfile>> {
    return this.profiles.getProfile(context);
  }

  @Handles(UpdateProfile)
  updateProfile(input: InputOf<typeof UpdateProfile>, context: RequestContext): Promise<OutputOf<typeof UpdateProfile>> {
    return this.profiles.updateProfile(input, context);
  }

  @Handles(GetSettings)
  getSettings(_input: InputOf<typeof GetSettings>, context: RequestContext): Promise<OutputOf<typeof GetSettings>> {
    return this.profiles.getSettings(context);
  }

  @Handles(UpdateSettings)
  updateSettings(input: InputOf<typeof UpdateSettings>, context: RequestContext): Promise<OutputOf<typeof UpdateSettings>> {
    return this.profiles.updateSettings(input, context);
  }
}
