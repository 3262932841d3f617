export type { Answer, Call, Download, Ingest, Input, Item, List, OperationId, Output, Schemas, Stream } from './calls.js';
export { type ClientOptions, type SmartContent, smartContent } from './client.js';
export { type Credential, HeldSession, type Refresh, type Session, type SessionKeeper } from './credentials.js';
export { ApiError, ConnectionError, type Problem } from './errors.js';
export { OPERATIONS } from './generated/operations.js';
export type { Operation } from './operation.js';
export type { CallOptions } from './transport.js';
