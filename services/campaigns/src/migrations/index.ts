import { CreateCampaigns1770600000000 } from './1770600000000-create-campaigns.js';

/** In the order in which they run. */
export const migrations = [CreateCampaigns1770600000000];
