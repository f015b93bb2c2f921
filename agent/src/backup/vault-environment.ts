import type { VaultSecretScope } from '@hyprbox/contracts';
import { resticVariablePattern } from '@hyprbox/contracts';
import { secretsUnavailableVariable } from '../job/program.js';

const secretPrefix = 'HYPRBOX_SECRET_';

/** The environments of what a run starts: restic gets its credentials, each hook its own secrets, and no more. */
export class VaultEnvironment {
  private readonly plain: Record<string, string> = {};
  private readonly secrets: Record<string, string> = {};
  /** What the agent has to say when it could not resolve every secret. */
  readonly unavailable: string | null;

  constructor(environment: NodeJS.ProcessEnv) {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) continue;
      if (name.startsWith(secretPrefix)) this.secrets[name.slice(secretPrefix.length)] = value;
      else if (!name.startsWith('HYPRBOX_')) this.plain[name] = value;
    }
    this.unavailable = environment[secretsUnavailableVariable] ?? null;
  }

  /** Names that could make restic run something or take another repository are left out. */
  forRestic(own: Readonly<Record<string, string>>): Record<string, string> {
    const credentials = Object.entries(this.of('VAULT')).filter(([name]) => resticVariablePattern.test(name));
    return { ...this.plain, ...Object.fromEntries(credentials), ...own };
  }

  forHook(scope: Exclude<VaultSecretScope, 'VAULT'>, more: Readonly<Record<string, string>>): Record<string, string> {
    const secrets = Object.entries(this.of(scope)).map(([name, value]) => [secretPrefix + name, value]);
    return { ...this.plain, ...Object.fromEntries(secrets), ...more };
  }

  private of(scope: VaultSecretScope): Record<string, string> {
    const prefix = `${scope}__`;
    const own = Object.entries(this.secrets).filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
  }
}
