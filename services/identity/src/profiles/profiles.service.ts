import { Injectable } from '@nestjs/common';
import {
  AppError,
  type InputOf,
  type Profile,
  type RequestContext,
  type Settings,
  type UpdateProfile,
  type UpdateSettings,
} from '@smartcontent/contracts';
import { commitChange, Database, type Tx } from '@smartcontent/database';
import { AccountsService } from '../accounts/accounts.service.js';
import { ProfilesStore } from './profiles.store.js';

/** Of a user who has set nothing yet. */
const NO_PROFILE: Profile = {
  interests: [],
  preferred_topics: [],
  content_preferences: {},
  engagement_patterns: {},
  behavioral_data: {},
  last_activity_at: null,
  updated_at: null,
};
const NO_SETTINGS: Settings = {
  preferred_ai_provider: null,
  default_content_type: null,
  ui_theme: 'light',
  language: 'en',
  settings_json: {},
  updated_at: null,
};

/** What a user keeps about himself. Nobody else reads it, so no event tells of it. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly database: Database,
    private readonly store: ProfilesStore,
    private readonly accounts: AccountsService,
  ) {}

  getProfile(context: RequestContext): Promise<Profile> {
    return this.database.withTenant(context, async (tx) => (await this.store.findProfile(tx, selfOf(context).user_id)) ?? NO_PROFILE);
  }

  getSettings(context: RequestContext): Promise<Settings> {
    return this.database.withTenant(context, async (tx) => (await this.store.findSettings(tx, selfOf(context).user_id)) ?? NO_SETTINGS);
  }

  updateProfile(changes: InputOf<typeof UpdateProfile>, context: RequestContext): Promise<Profile> {
    const { company_id, user_id } = selfOf(context);
    return this.database.withTenant(context, async (tx) => {
      await this.accounts.lockUser(tx, user_id);
      const before = await this.store.findProfile(tx, user_id);
      const after = await this.store.saveProfile(tx, company_id, user_id, { ...(before ?? NO_PROFILE), ...changes });
      tx.noteBefore(before ?? NO_PROFILE);
      await note(tx, 'user_profiles', before, after);
      return after;
    });
  }

  updateSettings(changes: InputOf<typeof UpdateSettings>, context: RequestContext): Promise<Settings> {
    const { company_id, user_id } = selfOf(context);
    return this.database.withTenant(context, async (tx) => {
      await this.accounts.lockUser(tx, user_id);
      const before = await this.store.findSettings(tx, user_id);
      const after = await this.store.saveSettings(tx, company_id, user_id, { ...(before ?? NO_SETTINGS), ...changes });
      tx.noteBefore(before ?? NO_SETTINGS);
      await note(tx, 'user_settings', before, after);
      return after;
    });
  }
}

function note(tx: Tx, table: string, before: object | undefined, after: object): Promise<void> {
  return commitChange(tx, { event: null, audit: { table, operation: before ? 'update' : 'insert', before, after } });
}

function selfOf({ actor }: RequestContext): { readonly company_id: string; readonly user_id: string } {
  if (!('user_id' in actor)) throw new AppError('PLATFORM_ACTOR_REFUSED');
  return actor;
}
