export { askNearDuplicates } from './ask-near-duplicates.js';
export { type Fingerprint, fingerprintOf, nearness } from './fingerprint.js';
