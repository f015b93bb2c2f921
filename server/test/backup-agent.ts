import { randomUUID } from 'node:crypto';
import type { ClaimedExecution, DeliveryReceipt, PendingWork, BackupOrder, BackupResult } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Answer, Caller, TestServer } from './test-server.js';

/** What an agent was handed, with its order read. */
export interface ClaimedOrder extends ClaimedExecution {
  order: BackupOrder;
}

export interface End {
  exitCode?: number | null;
  reason?: 'TIMEOUT' | 'CANCELLED' | 'INTERRUPTED';
  /** Lines of stdout before the result. */
  stdout?: string;
  stderr?: string;
  /** The last line as it is, instead of a result. */
  lastLine?: string;
}

const nothingFound: BackupResult = { fault: null, message: null, resticVersion: 'restic 0.14.0' };

/** The agent of one node, as far as the server can tell: it claims, delivers output and reports ends over HTTP. */
export class BackupAgent {
  constructor(
    readonly nodeId: string,
    readonly caller: Caller,
  ) {}

  async claim(wait = 0, kinds = 'JOB,VAULT'): Promise<ClaimedOrder | null> {
    const claimId = randomUUID();
    const query = `nodeId=${this.nodeId}&claimId=${claimId}&wait=${wait}&kinds=${kinds}`;
    const { status, body } = await this.caller.get<PendingWork>(`/jobs/pending?${query}`);
    if (status !== 200) throw new Error(`The claim was answered with ${status}`);
    // A VAULT's script is an order.
    return body.job && { ...body.job, order: JSON.parse(body.job.script) as BackupOrder };
  }

  /** Claims what must be there, or comes within the longest wait. */
  async take(): Promise<ClaimedOrder> {
    const claimed = await this.claim(30);
    if (!claimed) throw new Error(`There is nothing to do for ${this.nodeId}`);
    return claimed;
  }

  async output(id: string, chunks: object[]): Promise<void> {
    const { status } = await this.caller.post(`/jobs/${id}/output`, { attempt: 1, chunks });
    if (status !== 200) throw new Error(`The output was answered with ${status}`);
  }

  /** Reports the end of what was claimed, with a result as the program's last line. */
  async finish(id: string, found: Partial<BackupResult> = {}, end: End = {}): Promise<Answer<DeliveryReceipt>> {
    const result = { ...nothingFound, ...found };
    const exitCode = end.exitCode === undefined ? (result.fault === null ? 0 : 1) : end.exitCode;
    const line = end.lastLine ?? JSON.stringify({ event: 'result', at: new Date().toISOString(), result });
    const stdout = `${end.stdout ?? ''}${line}${line === '' ? '' : '\n'}`;
    const stderr = end.stderr ?? '';
    await this.send(id, 'stdout', stdout);
    await this.send(id, 'stderr', stderr);
    return this.caller.post<DeliveryReceipt>(`/jobs/${id}/complete`, {
      attempt: 1,
      exitCode,
      ...(end.reason && { reason: end.reason }),
      stdoutBytes: Buffer.byteLength(stdout),
      stderrBytes: Buffer.byteLength(stderr),
    });
  }

  private async send(id: string, stream: 'stdout' | 'stderr', text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const size = 200_000;
    for (let offset = 0; offset < bytes.length; offset += size) {
      const base64 = bytes.subarray(offset, offset + size).toString('base64');
      await this.output(id, [{ stream, offset, base64 }]);
    }
  }
}

export const snapshotId = (digit: string): string => digit.repeat(64);

/** The figures of a good backup. */
export function goodBackup(digit = 'a'): Pick<BackupResult, 'backup' | 'repositoryBytes'> {
  return {
    backup: { snapshotId: snapshotId(digit), filesNew: 3, filesChanged: 1, bytesAdded: 2048, bytesProcessed: 4096 },
    repositoryBytes: 10_000,
  };
}

/** As if the agent had been silent for too long. Leases may just have begun afresh, so this is to be repeated. */
export async function letLeaseRunOut(server: TestServer, id: string): Promise<void> {
  await server.app
    .get(DataSource)
    .query(`UPDATE executions SET lease_expires_at = now() - interval '1 s' WHERE id = $1 AND status = 'RUNNING'`, [
      id,
    ]);
}

/** The node does not go offline, however long a test takes. */
export async function keepOnline(server: TestServer, nodeId: string): Promise<void> {
  await server.app
    .get(DataSource)
    .query(`UPDATE nodes SET last_seen_at = now() + interval '1 hour' WHERE id = $1`, [nodeId]);
}
