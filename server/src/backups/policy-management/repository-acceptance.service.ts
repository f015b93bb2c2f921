import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import { repositoryIdentity, repositoryOf } from '../repositories/repository-address.js';
import { RepositoriesRepository } from '../repositories/repositories.repository.js';
import { TargetsService } from '../targets/targets.service.js';

/** A person says that the repository which backups went to is gone, and another one takes its place. */
@Injectable()
export class RepositoryAcceptanceService {
  constructor(
    private readonly repository: RepositoriesRepository,
    private readonly targets: TargetsService,
    private readonly work: UnitOfWork,
  ) {}

  /** For all who share it: what was in the old one protects nobody any more. */
  async accept(actor: Actor, policyId: string, givenNodeId: string | undefined): Promise<void> {
    const { policy, nodeId } = await this.targets.choose(policyId, givenNodeId, '/nodeId');
    const repository = repositoryOf(policy.fields.repository, nodeId);
    const identity = repositoryIdentity(repository, nodeId);
    await this.work.run(
      {
        actor,
        action: 'backup.repository.accept',
        target: { type: 'backup-policy', id: policyId },
        details: { nodeId, repository },
      },
      async (tx) => {
        await this.targets.forgetBackups(tx, identity);
        await this.repository.forget(tx, identity);
        tx.publishAfterCommit({ topic: 'backup-policies' });
      },
    );
  }
}
