import { StringDecoder } from 'node:string_decoder';
import { Injectable } from '@nestjs/common';
import { outputStreams, type OutputStream } from '@hyprbox/contracts';
import { EndedOutputsRepository, type EndedOutput } from './ended-outputs.repository.js';
import { OutputReader } from './output-reader.js';

export type { EndedOutput } from './ended-outputs.repository.js';

/** Bytes that one statement takes the hashes of, and outputs: it has to be done long before its time is over. */
const digestedBytes = 32 * 1024 * 1024;
const digestedOutputs = 500;
/** Hashes that are remembered: an output that has ended changes only where its host delivers more of it late. */
const rememberedDigests = 100_000;
/** Bytes in which the first lines of a stream are looked for. */
const beginningBytes = 8 * 1024;

/** The first lines of both streams. */
export type Beginning = Record<OutputStream, string>;

/** What executions that have ended printed: whether it is the same, and how it begins. */
@Injectable()
export class EndedOutputs {
  private readonly remembered = new Map<string, string>();

  constructor(
    private readonly repository: EndedOutputsRepository,
    private readonly reader: OutputReader,
  ) {}

  /** By the execution's id, of those that began and have ended. */
  async of(ids: readonly string[]): Promise<Map<string, EndedOutput>> {
    const rows = ids.length > 0 ? await this.repository.ended(ids) : [];
    return new Map(
      rows.map((row) => [
        row.id,
        {
          ...row,
          stdoutKeptFrom: this.reader.keptFrom(row, 'stdout'),
          stderrKeptFrom: this.reader.keptFrom(row, 'stderr'),
        },
      ]),
    );
  }

  /**
   * The SHA-256 of what is kept of standard output and then of standard error, by the execution's id; nothing for those
   * of which nothing is kept any more. The database takes the hashes, so the bytes stay there.
   */
  async digests(outputs: readonly EndedOutput[]): Promise<Map<string, string>> {
    const known = new Map<string, string>();
    const unknown: EndedOutput[] = [];
    for (const output of outputs) {
      const digest = this.remembered.get(keyOf(output));
      if (digest === undefined) unknown.push(output);
      else known.set(output.id, digest);
    }
    for (const batch of batchesOf(unknown)) {
      const digests = await this.repository.digests(batch);
      for (const output of batch) {
        const digest = digests.get(output.id) ?? null;
        if (digest === null) continue;
        known.set(output.id, digest);
        this.remember(output, digest);
      }
    }
    return known;
  }

  /** How what is kept begins, by the execution's id. */
  async beginnings(outputs: readonly EndedOutput[], lines: number): Promise<Map<string, Beginning>> {
    const found = new Map(outputs.map(({ id }): [string, Beginning] => [id, { stdout: '', stderr: '' }]));
    const byId = new Map(outputs.map((output) => [output.id, output]));
    const rows = outputs.length > 0 ? await this.repository.beginnings(outputs, beginningBytes) : [];
    for (const { id, stream, bytes } of rows) {
      const isCut = (byId.get(id)?.[`${stream}KeptFrom`] ?? 0) > 0;
      const beginning = found.get(id);
      if (beginning) beginning[stream] = firstLines(bytes, isCut, lines);
    }
    return found;
  }

  private remember(output: EndedOutput, digest: string): void {
    this.remembered.set(keyOf(output), digest);
    if (this.remembered.size <= rememberedDigests) return;
    for (const oldest of this.remembered.keys()) {
      this.remembered.delete(oldest);
      return;
    }
  }
}

/** Bytes that are kept of both streams. */
function keptBytes(output: EndedOutput): number {
  return outputStreams.reduce((sum, each) => sum + output[`${each}Bytes`] - output[`${each}KeptFrom`], 0);
}

function keyOf({ id, stdoutBytes, stderrBytes, stdoutKeptFrom, stderrKeptFrom }: EndedOutput): string {
  return [id, stdoutBytes, stderrBytes, stdoutKeptFrom, stderrKeptFrom].join(' ');
}

function* batchesOf(outputs: readonly EndedOutput[]): Generator<EndedOutput[]> {
  let batch: EndedOutput[] = [];
  let bytes = 0;
  for (const output of outputs) {
    batch.push(output);
    bytes += keptBytes(output);
    if (bytes < digestedBytes && batch.length < digestedOutputs) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The lines that the bytes begin with. A character that was cut at the front or at the end is left out. */
function firstLines(bytes: Buffer, isCutAtFront: boolean, lines: number): string {
  const text = new StringDecoder('utf8').write(bytes);
  const whole = isCutAtFront ? text.replace(/^\ufffd{1,3}/, '') : text;
  return whole.split('\n', lines).join('\n');
}
