import { TestProxy, TestTls } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentWorld } from './testing/agent-world.js';

let world: AgentWorld;
let proxy: TestProxy;
let tls: TestTls;

beforeEach(async () => {
  world = await AgentWorld.begin();
  proxy = await TestProxy.start();
  tls = await TestTls.start(world.directory, Number(new URL(world.server.url).port));
});
afterEach(async () => {
  await world.end();
  await proxy.stop();
  await tls.stop();
});

const secure = (): Record<string, string> => ({
  HYPRBOX_API_URL: `https://${tls.host}`,
  NODE_EXTRA_CA_CERTS: tls.authority,
});

describe('an agent whose server has a certificate of a private authority', { timeout: 20_000 }, () => {
  it('trusts the authorities of the system', async () => {
    await world.ready({ HYPRBOX_API_URL: `https://${tls.host}`, SSL_CERT_FILE: tls.authority });
  });

  it('trusts those of NODE_EXTRA_CA_CERTS', async () => {
    await world.ready(secure());
  });

  it('trusts no other', async () => {
    const agent = world.agent({ HYPRBOX_API_URL: `https://${tls.host}` });
    await agent.said(/certificate/);
    expect(world.server.requests).toEqual([]);
  });
});

describe('an agent behind a proxy', { timeout: 20_000 }, () => {
  it('reaches its server through a tunnel, with the name and the password of the address', async () => {
    proxy.authorization = `Basic ${btoa('ada:p@ss')}`;
    await world.ready({ ...secure(), HTTPS_PROXY: `ada:p%40ss@${proxy.host}` });
    expect(new Set(proxy.passed)).toEqual(new Set([tls.host]));
    expect(proxy.authorizations).toEqual(new Set([proxy.authorization]));
  });

  it('takes the proxy of plain http', async () => {
    await world.ready({ http_proxy: proxy.host, NO_PROXY: 'localhost, 10.0.0.0/8' });
    expect(new Set(proxy.passed)).toEqual(new Set([world.server.url]));
  });

  it.each(['127.0.0.0/8', '*', '.example.com, 127.0.0.1'])('calls without it for NO_PROXY=%s', async (list) => {
    await world.ready({ ...secure(), HTTPS_PROXY: proxy.host, NO_PROXY: list });
    expect(proxy.passed).toEqual([]);
  });

  it('names a wrong value and exits with 2, without the password', async () => {
    const agent = world.agent({ ...secure(), HTTPS_PROXY: 'socks5://ada:p4ss@proxy:1080' });
    expect(await agent.exit).toEqual({ code: 2, signal: null });
    expect(agent.lines.join()).toContain('HTTPS_PROXY');
    expect(agent.lines.join()).not.toContain('p4ss');
  });

  it('does not log the password that a proxy refuses', async () => {
    proxy.authorization = 'Basic other';
    const agent = world.agent({ ...secure(), HTTPS_PROXY: `ada:p4ss@${proxy.host}` });
    await agent.said(/407/);
    expect(agent.lines.join()).not.toContain('p4ss');
  });
});
