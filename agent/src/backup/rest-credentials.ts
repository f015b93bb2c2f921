/**
 * The address of a REST server with the credentials of the environment in it: of restic's versions only newer
 * ones look at RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD. Restic is told its repository by the environment, which
 * nobody else sees, and prints `***` in place of the password.
 */
export function addressOf(repository: string, environment: Readonly<Record<string, string>>): string {
  const { RESTIC_REST_USERNAME: user, RESTIC_REST_PASSWORD: password } = environment;
  const match = /^(rest:https?:\/\/)(.*)$/s.exec(repository);
  if (match === null || user === undefined || password === undefined) return repository;
  const [, scheme = '', rest = ''] = match;
  return `${scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@${rest}`;
}
