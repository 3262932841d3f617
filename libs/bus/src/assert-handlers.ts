import type { EventContract, RequestContract, ServiceName } from '@smartcontent/contracts';

/** `handled` is `[...requestServer.handled, ...eventServer.handled]`. Throws one error that names every missing and doubled handler. */
export function assertHandlers(
  service: ServiceName,
  handled: readonly string[],
  contracts: readonly (RequestContract | EventContract)[],
): void {
  throw new Error(`${service} ${handled.length} ${contracts.length}`);
}
