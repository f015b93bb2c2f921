/**
 * The address of a REST server with the credentials of the environment in it: of restic's versions only newer
 * ones look at RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD. Restic is told its repository by the environment, which
 * nobody else sees.
 */
export function addressOf(repository: string, environment: Readonly<Record<string, string>>): string {
  const credentials = credentialsOf(environment);
  const match = /^(rest:https?:\/\/)(.*)$/s.exec(repository);
  if (match === null || credentials === null) return repository;
  const [, scheme = '', rest = ''] = match;
  return `${scheme}${credentials.user}:${credentials.password}@${rest}`;
}

/** What restic says, without the password: of an address that it cannot read it prints all. */
export function withoutPassword(line: string, environment: Readonly<Record<string, string>>): string {
  const credentials = credentialsOf(environment);
  if (credentials === null) return line;
  const { user, password } = credentials;
  return line.replaceAll(`${user}:${password}@`, `${user}:***@`);
}

/** As they stand in an address. */
function credentialsOf(environment: Readonly<Record<string, string>>): { user: string; password: string } | null {
  const { RESTIC_REST_USERNAME: user, RESTIC_REST_PASSWORD: password } = environment;
  if (user === undefined || password === undefined) return null;
  return { user: encodeURIComponent(user), password: encodeURIComponent(password) };
}
