import { StringDecoder } from 'node:string_decoder';
import { Injectable } from '@nestjs/common';
import { outputStreams } from '@hyprbox/contracts';
import type { EndedOutput } from '../../executions/ended-outputs.js';
import { OutputReader } from '../../executions/output-reader.js';
import { ExportedHosts } from './exported-hosts.js';

/** Writes how each host of a rollout ended and what it printed, a JSON object a line. */
@Injectable()
export class RolloutNdjson {
  constructor(
    private readonly hosts: ExportedHosts,
    private readonly reader: OutputReader,
  ) {}

  async *lines(rolloutId: string): AsyncGenerator<string> {
    for await (const { target, output } of this.hosts.of(rolloutId)) {
      yield JSON.stringify(target).slice(0, -1);
      for (const stream of outputStreams) {
        yield `,"${stream}Bytes":${output?.[`${stream}Bytes`] ?? null}`;
        yield `,"${stream}DroppedBytes":${output?.[`${stream}KeptFrom`] ?? null},"${stream}":`;
        if (output) yield* this.text(output, stream);
        else yield 'null';
      }
      yield '}\n';
    }
  }

  /** A JSON string that is written bit by bit: of a long output only a part is ever in memory. */
  private async *text(output: EndedOutput, stream: (typeof outputStreams)[number]): AsyncGenerator<string> {
    const decoder = new StringDecoder('utf8');
    yield '"';
    for await (const bytes of this.reader.bytes(output, stream)) yield escaped(decoder.write(bytes));
    yield `${escaped(decoder.end())}"`;
  }
}

/** A decoder gives whole characters only, so what each part is escaped to is what the whole is. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
