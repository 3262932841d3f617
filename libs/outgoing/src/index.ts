export { AddressGuard, AddressRefused } from './address-guard.js';
export { fetchOutgoing, type OutgoingAnswer, type OutgoingRequest, TooLarge, TooManyRedirects } from './fetch-outgoing.js';
