import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aHeartbeat } from '@hyprbox/testing';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { enrolledNodeId } from './enrolled-node-id.js';
import { LocalAgentToken } from './local-agent-token.js';

let server: TestServer;
let directory: string;

beforeAll(async () => {
  server = await startTestServer();
  directory = join(server.app.get<Config>(CONFIG).dataDir, 'local-agent');
  await mkdir(directory, { recursive: true });
});
afterAll(() => server.stop());

const obtain = (nodeId: string) => server.app.get(LocalAgentToken, { strict: false }).obtain(nodeId);

it('goes on as the node that the kept token is for when the host has another name', async () => {
  const first = await obtain('old-name');
  expect(first.nodeId).toBe('old-name');
  await writeFile(join(directory, 'token'), first.token);
  const heartbeat = aHeartbeat({ nodeId: 'old-name' });
  expect((await server.as(first.token).post('/nodes/heartbeat', heartbeat)).status).toBe(202);
  expect(await obtain('new-name')).toEqual(first);
});

it('gets a token of the node that this host is already, where none is kept', async () => {
  await rm(join(directory, 'token'), { force: true });
  await server.node('known');
  const { token, nodeId } = await obtain('known');
  expect(nodeId).toBe('known');
  // A token without a node could not report as one that exists.
  expect((await server.as(token).post('/nodes/heartbeat', aHeartbeat({ nodeId }))).status).toBe(202);
});

it('reads which node the agent was enrolled as', async () => {
  expect(enrolledNodeId(directory)).toBeNull();
  await writeFile(join(directory, 'identity.json'), '{"nodeId":"old-name","machineId":null}');
  expect(enrolledNodeId(directory)).toBe('old-name');
  await writeFile(join(directory, 'identity.json'), '{"nodeId":"../x"}');
  expect(enrolledNodeId(directory)).toBeNull();
});
