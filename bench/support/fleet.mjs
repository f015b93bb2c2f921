import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inRoot, nodeBinary } from '../../scripts/repository.mjs';

/** @typedef {{nodeId: string, path: string, at: number, ms: number, outcome: number | string}} NotedCall */

/**
 * Starts agents for these hosts, with the loops of the real one, in a process of their own.
 *
 * @param {{nodeId: string, token: string}[]} tokens
 * @returns {Promise<{calls(): Promise<NotedCall[]>, stop(): Promise<void>}>} what they called so far
 */
export async function startFleet(url, tokens, intervalSeconds) {
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-bench-fleet-'));
  const [program, tokensFile, callsFile] = ['fleet.mjs', 'tokens.json', 'calls.ndjson'].map((name) =>
    join(directory, name),
  );
  await build({
    entryPoints: [inRoot('agent', 'src', 'testing', 'fleet.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  await writeFile(tokensFile, JSON.stringify(tokens), { mode: 0o600 });
  await writeFile(callsFile, '');
  const child = spawn(nodeBinary(), [program, url, tokensFile, String(intervalSeconds), callsFile], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  return {
    async calls() {
      const lines = (await readFile(callsFile, 'utf8')).split('\n');
      // The last one is empty, or still being written.
      return lines.slice(0, -1).map((line) => JSON.parse(line));
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export const isHeartbeat = ({ path }) => path === '/api/nodes/heartbeat';
export const isTaken = ({ outcome }) => outcome >= 200 && outcome < 300;
