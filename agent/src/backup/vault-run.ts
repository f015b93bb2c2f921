import type { VaultOrder, VaultResult } from '@hyprbox/contracts';
import type { Interruption } from './interruption.js';
import type { Repository } from './repository.js';
import type { Restic } from './restic.js';
import type { ResticVersion } from './restic-version.js';
import type { VaultEnvironment } from './vault-environment.js';
import type { VaultPlaces } from './vault-places.js';
import type { VaultReport } from './vault-report.js';

/** What the task of a run works with. */
export interface VaultRun {
  order: VaultOrder;
  restic: Restic;
  version: ResticVersion;
  repository: Repository;
  environment: VaultEnvironment;
  places: VaultPlaces;
  report: VaultReport;
  interruption: Interruption;
  /** What has been found out so far; it is told also when the run fails. */
  found: Partial<VaultResult>;
}
