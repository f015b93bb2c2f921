import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, nodeBinary } from '../../scripts/repository.mjs';
import { standBack } from './built-server.mjs';

/**
 * Starts the program that sends heartbeats for these hosts; `stop` ends it and tells what became of them.
 *
 * @param {{nodeId: string, token: string}[]} tokens
 * @returns {Promise<{stop(): Promise<{taken: number, refused: number, perSecond: number, medianMs: number, p99Ms: number}>}>}
 */
export async function startHeartbeats(url, tokens, rate) {
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-bench-tokens-'));
  const file = join(directory, 'tokens.json');
  await writeFile(file, JSON.stringify(tokens), { mode: 0o600 });
  const program = inRoot('bench', 'support', 'heartbeats.mjs');
  const child = spawn(nodeBinary(), [program, url, file, String(rate)], { stdio: ['ignore', 'pipe', 'inherit'] });
  standBack(child.pid);
  const startedAt = performance.now();
  let output = '';
  child.stdout.on('data', (piece) => (output += piece));
  return {
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'close');
      await rm(directory, { recursive: true, force: true });
      const sent = JSON.parse(output);
      return { ...sent, perSecond: sent.taken / ((performance.now() - startedAt) / 1000) };
    },
  };
}
