export { BANDS, type Fingerprint, fingerprintOf, nearness, SKETCH_BYTES } from './fingerprint.js';
