import type { BackupOrder, BackupResult } from '@hyprbox/contracts';
import type { Interruption } from './interruption.js';
import type { Repository } from './repository.js';
import type { Restic } from './restic.js';
import type { ResticVersion } from './restic-version.js';
import type { BackupEnvironment } from './backup-environment.js';
import type { BackupPlaces } from './backup-places.js';
import type { BackupReport } from './backup-report.js';

/** What the task of a run works with. */
export interface BackupContext {
  order: BackupOrder;
  restic: Restic;
  version: ResticVersion;
  repository: Repository;
  environment: BackupEnvironment;
  places: BackupPlaces;
  report: BackupReport;
  interruption: Interruption;
  /** What has been found out so far; it is told also when the run fails. */
  found: Partial<BackupResult>;
}
