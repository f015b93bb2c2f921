import type { BackupSecretScope } from '@hyprbox/contracts';
import { resticVariablePattern, secretPrefix } from '@hyprbox/contracts';
import { secretsUnavailableVariable } from '../job/program.js';
import { jobVariable } from '../job/strays.js';

/** What restic takes away (blanks of Unicode at both ends, a byte order mark), or reads as the bytes that they are. */
const readOtherwise = /^[\s\ufeff\u0085]|[\s\u0085]$|\ufffd/u;

/** The environments of what a run starts: restic gets its credentials, each hook its own secrets, and no more. */
export class BackupEnvironment {
  private readonly plain: Record<string, string> = {};
  private readonly secrets: Record<string, string> = {};
  /** What the agent has to say when it could not resolve every secret. */
  readonly unavailable: string | null;

  constructor(environment: NodeJS.ProcessEnv) {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) continue;
      if (name.startsWith(secretPrefix)) this.secrets[name.slice(secretPrefix.length)] = value;
      else if (!name.startsWith('HYPRBOX_') || name === jobVariable) this.plain[name] = value;
    }
    this.unavailable = environment[secretsUnavailableVariable] ?? null;
  }

  /**
   * Names that could make restic run something or take another repository are left out. A password that is in a file is
   * read by restic itself.
   */
  forRestic(): Record<string, string> {
    const { RESTIC_PASSWORD_FILE: file } = this.of('VAULT');
    if (file === undefined) return this.withCredentials(() => true);
    return { ...this.withCredentials((name) => name !== 'RESTIC_PASSWORD'), RESTIC_PASSWORD_FILE: file };
  }

  /**
   * With the password as other secrets are read from files, and once this one was, too, which some repositories were made
   * with; null where it cannot be another one than restic's.
   */
  forResticByOldReading(): Record<string, string> | null {
    const { RESTIC_PASSWORD_FILE: file, RESTIC_PASSWORD: password } = this.of('VAULT');
    if (file === undefined || password === undefined || !readOtherwise.test(password)) return null;
    return this.withCredentials(() => true);
  }

  forHook(scope: Exclude<BackupSecretScope, 'VAULT'>, more: Readonly<Record<string, string>>): Record<string, string> {
    const secrets = Object.entries(this.of(scope)).map(([name, value]) => [secretPrefix + name, value]);
    return { ...this.plain, ...Object.fromEntries(secrets), ...more };
  }

  private withCredentials(takes: (name: string) => boolean): Record<string, string> {
    const credentials = Object.entries(this.of('VAULT')).filter(
      ([name]) => resticVariablePattern.test(name) && takes(name),
    );
    return { ...this.plain, ...Object.fromEntries(credentials) };
  }

  private of(scope: BackupSecretScope): Record<string, string> {
    const prefix = `${scope}__`;
    const own = Object.entries(this.secrets).filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
  }
}
