/** A script finds each of its secrets in a variable of the environment whose name begins so. */
export const secretPrefix = 'HYPRBOX_SECRET_';

/** No other variable of an execution can be set by a reference to a secret. */
export const secretVariablePattern = new RegExp(`^${secretPrefix}[A-Z0-9_]+$`);

/** Where the script of a preset finds the secret of one of its variables. */
export function secretVariable(name: string): string {
  return `${secretPrefix}${name.toUpperCase()}`;
}
