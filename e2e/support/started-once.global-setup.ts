import { temporaryDirectory } from '@hyprbox/testing';
import type { TestProject } from 'vitest/node';
import { ServerProcess } from './server-process.js';

/**
 * The first start of a server makes its database, and takes half as long again as those after it. So it is done once a run:
 * what it left behind is copied for each server that does not care about its first start.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using parts = new AsyncDisposableStack();
  const { path: compileCache } = parts.use(await temporaryDirectory());
  const server = parts.use(await ServerProcess.startFirst({ env: { NODE_COMPILE_CACHE: compileCache } }));
  await server.stop();
  project.provide('startedOnce', { dataDir: `${server.dataDir}/data`, compileCache });
  const kept = parts.move();
  return () => kept.disposeAsync();
}
