import { type EventContract, isAnsweredByOwner, type RequestContract, type ServiceName } from '@smartcontent/contracts';

/**
 * The boot check: every request that the service owns and every event that it consumes has exactly one handler.
 * `handled` is `[...requestServer.handled, ...eventServer.handled]`.
 * @throws Error that names every missing, doubled and foreign handler.
 */
export function assertHandlers(
  service: ServiceName,
  handled: readonly string[],
  contracts: readonly (RequestContract | EventContract)[],
): void {
  const expected = new Set<string>(contracts.filter((contract) => isHandledBy(service, contract)).map((contract) => contract.subject));
  const counts = new Map<string, number>();
  for (const subject of handled) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const faults = [
    ...[...expected].filter((subject) => !counts.has(subject)).map((subject) => `${subject} has no handler`),
    ...[...counts].filter(([, count]) => count > 1).map(([subject, count]) => `${subject} has ${count} handlers`),
    ...[...counts.keys()].filter((subject) => !expected.has(subject)).map((subject) => `${subject} is not for ${service} to handle`),
  ];
  if (faults.length > 0) throw new Error(`${service} cannot start: ${faults.join('; ')}`);
}

function isHandledBy(service: ServiceName, contract: RequestContract | EventContract): boolean {
  if (contract.type === 'event') return contract.consumers.includes(service);
  return contract.owner === service && isAnsweredByOwner(contract);
}
