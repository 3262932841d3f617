import { Injectable } from '@nestjs/common';
import type { Profile, Settings } from '@smartcontent/contracts';
import { newId, type Tx } from '@smartcontent/database';

const PROFILE = 'interests, preferred_topics, content_preferences, engagement_patterns, behavioral_data, last_activity_at, updated_at';
const SETTINGS = 'preferred_ai_provider, default_content_type, ui_theme, language, settings_json, updated_at';

/** A user's profile and settings: one row each, made when the first value is set. */
@Injectable()
export class ProfilesStore {
  findProfile(tx: Tx, userId: string): Promise<Profile | undefined> {
    return tx.one<Profile>(`SELECT ${PROFILE} FROM identity.user_profiles WHERE user_id = $1`, [userId]);
  }

  findSettings(tx: Tx, userId: string): Promise<Settings | undefined> {
    return tx.one<Settings>(`SELECT ${SETTINGS} FROM identity.user_settings WHERE user_id = $1`, [userId]);
  }

  async saveProfile(tx: Tx, companyId: string, userId: string, profile: Profile): Promise<Profile> {
    const { interests, preferred_topics, last_activity_at } = profile;
    const objects = [profile.content_preferences, profile.engagement_patterns, profile.behavioral_data].map((value) =>
      JSON.stringify(value),
    );
    const rows = await tx.query<Profile>(
      `INSERT INTO identity.user_profiles (id, company_id, user_id, interests, preferred_topics,
         content_preferences, engagement_patterns, behavioral_data, last_activity_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (company_id, user_id) DO UPDATE SET interests = $4, preferred_topics = $5,
         content_preferences = $6, engagement_patterns = $7, behavioral_data = $8, last_activity_at = $9, updated_at = now()
       RETURNING ${PROFILE}`,
      [newId(), companyId, userId, interests, preferred_topics, ...objects, last_activity_at],
    );
    return rows[0] as Profile;
  }

  async saveSettings(tx: Tx, companyId: string, userId: string, settings: Settings): Promise<Settings> {
    const { preferred_ai_provider, default_content_type, ui_theme, language, settings_json } = settings;
    const rows = await tx.query<Settings>(
      `INSERT INTO identity.user_settings (id, company_id, user_id, preferred_ai_provider, default_content_type, ui_theme, language, settings_json)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (company_id, user_id) DO UPDATE SET preferred_ai_provider = $4, default_content_type = $5, ui_theme = $6, language = $7,
         settings_json = $8, updated_at = now()
       RETURNING ${SETTINGS}`,
      [newId(), companyId, userId, preferred_ai_provider, default_content_type, ui_theme, language, JSON.stringify(settings_json)],
    );
    return rows[0] as Settings;
  }
}
