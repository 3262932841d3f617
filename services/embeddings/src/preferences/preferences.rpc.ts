import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import { GetPreferences, GetRecommendations, type InputOf, type OutputOf, type RequestContext } from '@smartcontent/contracts';
import { PreferencesService } from './preferences.service.js';

@Controller()
export class PreferencesRpc {
  constructor(private readonly preferences: PreferencesService) {}

  @Handles(GetPreferences)
  get(input: InputOf<typeof GetPreferences>, context: RequestContext): Promise<OutputOf<typeof GetPreferences>> {
    return this.preferences.get(input, context);
  }

  @Handles(GetRecommendations)
  recommend(input: InputOf<typeof GetRecommendations>, context: RequestContext): Promise<OutputOf<typeof GetRecommendations>> {
    return this.preferences.recommend(input, context);
  }
}
