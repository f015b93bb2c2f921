import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Transaction } from '../../database/unit-of-work.js';
import { BackupRepositoryEntity } from './backup-repository.entity.js';

/** What is known of the repository at an address. */
export type KnownRepository = Pick<BackupRepositoryEntity, 'knownGood' | 'resticId'>;

const unknown: KnownRepository = { knownGood: false, resticId: null };

/** The repositories that backups went to, each by what those agree on who share it. */
@Injectable()
export class RepositoriesRepository {
  async known(tx: Transaction, identity: string): Promise<KnownRepository> {
    return (await tx.manager.findOneBy(BackupRepositoryEntity, { identity })) ?? unknown;
  }

  /** The first one stays until it is forgotten. */
  async noteResticId(tx: Transaction, identity: string, resticId: string): Promise<void> {
    await tx.manager.update(BackupRepositoryEntity, { identity, resticId: IsNull() }, { resticId });
  }

  /** What is at the address from now on is a repository that nobody has seen yet. */
  async forget(tx: Transaction, identity: string): Promise<void> {
    await tx.manager.update(BackupRepositoryEntity, { identity }, unknown);
  }
}
