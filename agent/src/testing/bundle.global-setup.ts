import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';

/** Bundles the agent as it is shipped, once for all files of tests, into a temporary directory. */
export default async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'hyprnode-bundle-'));
  const program = join(directory, 'hyprnode.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../main.ts', import.meta.url))],
    conditions: ['hyprbox-source', 'module'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outfile: program,
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  project.provide('agentProgram', program);
  return () => rmSync(directory, { recursive: true, force: true });
}
