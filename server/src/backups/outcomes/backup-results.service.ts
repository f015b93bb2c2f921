import { Injectable } from '@nestjs/common';
import type { BackupOrder, BackupResult } from '@hyprbox/contracts';
import type { Transaction } from '../../database/unit-of-work.js';
import type { Execution } from '../../executions/execution.js';
import type { Outcome } from '../../executions/execution-state.js';
import { OutputReader } from '../../executions/output-reader.js';
import { repositoryIdentity } from '../repositories/repository-address.js';
import { isRun } from '../orders/backup-order.js';
import { readResult } from '../orders/backup-result.js';
import { RepositoriesRepository } from '../repositories/repositories.repository.js';

/** What nodes found out. The repository that backups went to is told from another one that answers at its address. */
@Injectable()
export class BackupResultsService {
  constructor(
    private readonly repository: RepositoriesRepository,
    private readonly output: OutputReader,
  ) {}

  /** @returns null when the node reported nothing that can be read */
  async read(tx: Transaction, execution: Execution, order: BackupOrder): Promise<BackupResult | null> {
    const line = await this.output.lastLine(tx, execution, 'stdout');
    const result = line === null ? null : readResult(line);
    return result && this.ofKnownRepository(tx, order, result);
  }

  /** Backups are in it from now on. Called by whoever holds the node, so that no two transactions wait for each other. */
  async noteRepository(tx: Transaction, order: BackupOrder, result: BackupResult, { status }: Outcome): Promise<void> {
    const isUsed = status === 'SUCCEEDED' || result.backup !== undefined;
    if (result.repositoryId === undefined || !isUsed || !isRun(order.task.operation)) return;
    await this.repository.noteResticId(tx, identityOf(order), result.repositoryId);
  }

  /**
   * What the node found out, or that it found it out of another repository: then nothing of it counts. The node looks at
   * it, too, but what it was told may be older. An older agent does not say which repository answered, and is believed.
   */
  private async ofKnownRepository(tx: Transaction, order: BackupOrder, result: BackupResult): Promise<BackupResult> {
    if (result.repositoryId === undefined || result.fault === 'REPOSITORY_CHANGED') return result;
    const { resticId } = await this.repository.known(tx, identityOf(order));
    if (resticId === null || resticId === result.repositoryId) return result;
    return {
      fault: 'REPOSITORY_CHANGED',
      message: 'Another repository answered at the policy’s address than the one that holds the backups.',
      resticVersion: result.resticVersion,
    };
  }
}

function identityOf({ repository, nodeId }: BackupOrder): string {
  return repositoryIdentity(repository, nodeId);
}
