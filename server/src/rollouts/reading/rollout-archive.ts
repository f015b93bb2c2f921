import { Injectable } from '@nestjs/common';
import { outputStreams, type Rollout, type RolloutTarget } from '@hyprbox/contracts';
import { OutputReader } from '../../executions/output-reader.js';
import { ExportedHosts } from './exported-hosts.js';
import type { ArchivedFile } from './tar-archive.js';

/** What a rollout's archive is made of: `<host>/stdout.log` and `<host>/stderr.log`, and `rollout.json`. */
@Injectable()
export class RolloutArchive {
  constructor(
    private readonly hosts: ExportedHosts,
    private readonly reader: OutputReader,
  ) {}

  async *files(rollout: Rollout): AsyncGenerator<ArchivedFile> {
    const hosts: RolloutTarget[] = [];
    for await (const { target, output } of this.hosts.of(rollout.id)) {
      hosts.push(target);
      if (!output) continue;
      for (const stream of outputStreams) {
        // A tar archive tells a file's length first. No more is kept of a stream than memory has room for.
        const parts: Buffer[] = [];
        for await (const bytes of this.reader.bytes(output, stream)) parts.push(bytes);
        yield { name: `${target.nodeId}/${stream}.log`, bytes: Buffer.concat(parts) };
      }
    }
    yield { name: 'rollout.json', bytes: Buffer.from(`${JSON.stringify({ ...rollout, hosts }, null, 2)}\n`) };
  }
}
