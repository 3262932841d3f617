export type { GenerateCall, ModelEndpoint } from './language-model.js';
export { type EmbedOptions, type Generated, type GenerateOptions, ModelClient } from './model-client.js';
export { ModelError, type ModelErrorReason } from './model-error.js';
export { type Prompt, promptBytes } from './prompt-bytes.js';
export { ProviderAccess, type ProviderAccessParts } from './provider-access.js';
export type { TokenUsage } from './token-usage.js';
export type { Vectors } from './vectors.js';
