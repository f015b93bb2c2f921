import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { RolloutsDriver } from '../../../test/rollouts-driver.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

describe('a rollout that is half way', () => {
  let server: TestServer;
  let rollouts: RolloutsDriver;
  let presets: PresetWriter;
  const hosts = ['web-1', 'web-2', 'web-3'];

  beforeAll(async () => {
    server = await startTestServer();
    rollouts = new RolloutsDriver(server);
    presets = new PresetWriter(server.admin);
    await rollouts.hosts(...hosts, 'web-4');
    for (const id of hosts) await server.admin.patch(`/nodes/${id}`, { tags: ['web'] });
  });
  afterAll(() => server.stop());

  it('goes on on the hosts that it was made for, whatever they are called and tagged by then', async () => {
    const { id } = await rollouts.start([], { selector: { tagsAny: ['web'] }, budget: 1 });
    await rollouts.run('web-1');
    await server.admin.patch('/nodes/web-2', { tags: ['db'], displayName: 'another' });
    await server.admin.patch('/nodes/web-4', { tags: ['web'] });
    await rollouts.run('web-2');
    await rollouts.run('web-3');
    await rollouts.untilState(id, 'SUCCEEDED');
    expect((await rollouts.targets(id)).map(({ nodeId }) => nodeId)).toEqual(hosts);
    expect(await rollouts.claim('web-4')).toBeNull();
  });

  it('goes on with the script that it was made with, though its preset is changed and retired by then', async () => {
    await presets.version('greeting', aSource());
    const { id, script } = await rollouts.start(hosts, { preset: 'greeting', budget: 1 });
    const ran = [await rollouts.run('web-1')];
    expect((await presets.save('greeting', aSource({ body: 'echo changed' }), 1)).status).toBe(200);
    expect((await presets.publish('greeting')).status).toBe(200);
    ran.push(await rollouts.run('web-2'));
    await presets.retire('greeting');
    ran.push(await rollouts.run('web-3'));
    expect(ran.map((job) => job.script)).toEqual([script, script, script]);
    expect(script).toContain('echo hello');
    expect(await rollouts.untilState(id, 'SUCCEEDED')).toMatchObject({ presetVersion: 1, script });
  });
});
