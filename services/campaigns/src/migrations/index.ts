import { CreateCampaigns1770600000000 } from './1770600000000-create-campaigns.js';
import { CreateCampaignsTable1770600000100 } from './1770600000100-create-campaigns-table.js';

/** In the order in which they run. */
export const migrations = [CreateCampaigns1770600000000, CreateCampaignsTable1770600000100];
