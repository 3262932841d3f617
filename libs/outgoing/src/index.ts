export { AddressGuard, AddressRefused } from './address-guard.js';
export { AnswerBroken, fetchOutgoing, type OutgoingAnswer, type OutgoingRequest, TooManyRedirects } from './fetch-outgoing.js';
export { type OutgoingFetchLimits, outgoingFetch } from './outgoing-fetch.js';
