import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backupOf, queueOrder, resultOf, vaultOrder } from './backup/testing/vault-orders.js';
import { bundleAgent } from './testing/agent-process.js';
import { AgentWorld } from './testing/agent-world.js';

let bundle: Awaited<ReturnType<typeof bundleAgent>>;
let world: AgentWorld;
let repository: string;
let source: string;

const password = { VAULT_PASSWORD: 'correct horse' };

beforeAll(async () => {
  bundle = await bundleAgent();
});
afterAll(() => bundle.remove());
beforeEach(async () => {
  world = await AgentWorld.begin(bundle.program);
  repository = join(world.directory, 'repository');
  source = join(world.directory, 'source');
  mkdirSync(source);
});
afterEach(() => world.end());

describe('a backup order', { timeout: 60_000 }, () => {
  it('makes the repository and a snapshot, and tells the figures', async () => {
    writeFileSync(join(source, 'file'), 'content');
    await world.ready(password);
    const run = queueOrder(world.server, vaultOrder(repository, backupOf([source])));
    expect(await world.server.completion(run)).toMatchObject({ exitCode: 0 });
    const result = resultOf(run);
    expect(result).toMatchObject({ fault: null, backup: { filesNew: 1, bytesProcessed: 7 } });
    expect(result.snapshots).toEqual([
      expect.objectContaining({ id: result.backup?.snapshotId, nodeId: 'web-1', paths: [source] }),
    ]);
    expect(result.repositoryBytes).toBeGreaterThan(0);
  });
});
