import { Injectable } from '@nestjs/common';
import { rolloutLimits, type OutputGroup, type RolloutOutputs } from '@hyprbox/contracts';
import { EndedOutputs, type Beginning } from '../../executions/ended-outputs.js';
import { groupAlike, type AlikeHosts, type HostOutput } from './output-groups.js';
import { RolloutOutputsRepository } from './rollout-outputs.repository.js';
import { RolloutsService } from './rollouts.service.js';

/** What the hosts of a rollout printed: which printed the same, and which did not. */
@Injectable()
export class RolloutOutputsService {
  /** Who asks for the same at the same time waits for one answer. */
  private readonly underWay = new Map<string, Promise<RolloutOutputs>>();

  constructor(
    private readonly rollouts: RolloutsService,
    private readonly repository: RolloutOutputsRepository,
    private readonly outputs: EndedOutputs,
  ) {}

  async compare(id: string): Promise<RolloutOutputs> {
    const known = this.underWay.get(id);
    if (known) return known;
    const asked = this.read(id).finally(() => this.underWay.delete(id));
    this.underWay.set(id, asked);
    return asked;
  }

  private async read(id: string): Promise<RolloutOutputs> {
    const { targets } = await this.rollouts.summary(id);
    const hosts = await this.hosts(id);
    const groups = groupAlike(hosts);
    const shown = groups.slice(0, rolloutLimits.outputGroups);
    const beginnings = await this.outputs.beginnings(
      shown.map(([{ output }]) => output),
      rolloutLimits.outputLines,
    );
    return {
      groups: shown.map((group) => toGroup(group, beginnings.get(group[0].jobId))),
      groupCount: groups.length,
      without: targets - hosts.length,
    };
  }

  private async hosts(id: string): Promise<HostOutput[]> {
    const ended = await this.repository.ended(id);
    const outputs = await this.outputs.of(ended.map(({ jobId }) => jobId));
    const digests = await this.outputs.digests([...outputs.values()]);
    return ended.flatMap((host) => {
      const output = outputs.get(host.jobId);
      const sha256 = digests.get(host.jobId);
      return output && sha256 !== undefined ? [{ ...host, output, sha256 }] : [];
    });
  }
}

function toGroup(group: AlikeHosts, beginning: Beginning = { stdout: '', stderr: '' }): OutputGroup {
  const [{ sha256, exitCode, state, output }] = group;
  return {
    sha256,
    count: group.length,
    exitCode,
    state,
    ...beginning,
    stdoutBytes: output.stdoutBytes,
    stderrBytes: output.stderrBytes,
    hosts: group.slice(0, rolloutLimits.outputHosts).map(({ nodeId, jobId }) => ({ nodeId, jobId })),
  };
}
