import { Module } from '@nestjs/common';
import { EgressModule } from '../../egress/egress.module.js';
import { Authorities } from './authorities.js';
import { GIT_LIMITS, gitLimits } from './git-limits.js';
import { GitRepositories } from './git-repositories.js';

/** The way to repositories elsewhere. */
@Module({
  imports: [EgressModule],
  providers: [Authorities, { provide: GIT_LIMITS, useFactory: () => ({ ...gitLimits }) }, GitRepositories],
  exports: [GIT_LIMITS, GitRepositories],
})
export class GitModule {}
