import { Injectable } from '@nestjs/common';
import type { RolloutTarget } from '@hyprbox/contracts';
import { EndedOutputs, type EndedOutput } from '../../executions/ended-outputs.js';
import { RolloutTargetsRepository } from './rollout-targets.repository.js';
import { toRolloutTarget } from './rollouts.mapper.js';

/** A host of a rollout with its output, which is null until its job has ended. */
export interface ExportedHost {
  target: RolloutTarget;
  output: EndedOutput | null;
}

/** Hosts that are read at a time. */
const pageHosts = 200;

/** Reads all hosts of a rollout in the order of their ids, a page at a time: memory does not grow with their number. */
@Injectable()
export class ExportedHosts {
  constructor(
    private readonly targets: RolloutTargetsRepository,
    private readonly outputs: EndedOutputs,
  ) {}

  async *of(rolloutId: string): AsyncGenerator<ExportedHost> {
    let after = '';
    for (;;) {
      const rows = await this.targets.pageById(rolloutId, after, pageHosts);
      const last = rows.at(-1);
      if (!last) return;
      const outputs = await this.outputs.of(rows.flatMap(({ jobId }) => jobId ?? []));
      for (const row of rows) yield { target: toRolloutTarget(row), output: outputs.get(row.jobId ?? '') ?? null };
      after = last.nodeId;
    }
  }
}
