/** Password of each role: `<svc>_owner`, `<svc>` and `<svc>_system`. */
export type RolePasswords = Readonly<Record<string, string>>;

/** Random passwords for the three roles of each service. */
export function generatePasswords(_services: readonly string[]): Record<string, string> {
  throw new Error('not there yet');
}

/** Connection strings of a service, made from the administrator's. */
export function serviceUrls(_adminUrl: string, _name: string, _passwords: RolePasswords): { url: string; systemUrl: string } {
  throw new Error('not there yet');
}
