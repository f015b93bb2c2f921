import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../config/environment.js';
import { Site } from './site.js';

interface Call {
  host: string;
  protocol?: string;
  isProxied?: boolean;
  fetchSite?: string;
}

const site = (env: Record<string, string> = {}): Site => new Site(readEnvironment(env));
const call = ({ host, protocol = 'http', isProxied = false, fetchSite }: Call): FastifyRequest =>
  // Only these parts are looked at.
  ({ host, protocol, isProxied, headers: { 'sec-fetch-site': fetchSite } }) as unknown as FastifyRequest;

describe('an origin of our own', () => {
  it.each<[string, Call]>([
    ['http://127.0.0.1:4000', { host: '127.0.0.1:4000' }],
    ['http://[::1]:4000', { host: '[::1]:4000' }],
    ['http://ops.example.com', { host: 'ops.example.com' }],
    ['http://ops.example.com', { host: 'OPS.example.com:80' }],
    ['https://ops.example.com', { host: 'ops.example.com:443', protocol: 'https' }],
    ['https://ops.example.com:8443', { host: 'ops.example.com:8443', protocol: 'https', isProxied: true }],
    ['https://ops.example.com:8443', { host: 'ops.example.com', protocol: 'https', isProxied: true }],
    // The browser knows, whatever the proxy has told.
    ['https://ops.example.com:8443', { host: 'ops.example.com', fetchSite: 'same-origin' }],
  ])('is %s for %j', (origin, request) => {
    expect(site().isOwnOrigin(call(request), origin)).toBe(true);
  });

  it.each<[string, Call]>([
    ['null', { host: '127.0.0.1:4000' }],
    ['', { host: '127.0.0.1:4000' }],
    ['file://', { host: '127.0.0.1:4000' }],
    ['http://127.0.0.1:4001', { host: '127.0.0.1:4000' }],
    ['http://127.0.0.1', { host: '127.0.0.1:4000' }],
    ['http://127.0.0.1:4000', { host: '127.0.0.1' }],
    ['https://ops.example.com', { host: 'ops.example.com' }],
    ['https://ops.example.com.evil.example', { host: 'ops.example.com', protocol: 'https', isProxied: true }],
    ['https://ops.example.com:8443', { host: 'ops.example.com:443', protocol: 'https', isProxied: true }],
    ['https://ops.example.com', { host: 'ops.example.com', protocol: 'https', fetchSite: 'same-site' }],
    ['https://evil.example', { host: 'ops.example.com', fetchSite: 'same-origin' }],
  ])('is not %j for %j', (origin, request) => {
    expect(site().isOwnOrigin(call(request), origin)).toBe(false);
  });

  it('is the public one, however the proxy calls us, and still our own', () => {
    const own = site({ HYPRBOX_PUBLIC_URL: 'https://ops.example.com:8443/hyprbox' });
    expect(own.isOwnOrigin(call({ host: 'hyprbox:4000' }), 'https://ops.example.com:8443')).toBe(true);
    expect(own.isOwnOrigin(call({ host: 'hyprbox:4000' }), 'https://ops.example.com')).toBe(false);
    expect(own.isOwnOrigin(call({ host: '127.0.0.1:4000' }), 'http://127.0.0.1:4000')).toBe(true);
    expect(own.path).toBe('/hyprbox/');
    expect(own.isSecure(call({ host: '127.0.0.1:4000' }))).toBe(true);
  });
});

describe('a name of our own', () => {
  const addresses = ['localhost', 'app.localhost', '127.0.0.1', '::1', '192.0.2.7', 'hyprbox'];

  it('is on loopback none that others could point here', () => {
    const own = site();
    expect(addresses.every((name) => own.isOwnName(name))).toBe(true);
    for (const name of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example']) {
      expect(own.isOwnName(name)).toBe(false);
    }
  });

  it('is the public one, and those that are named', () => {
    const own = site({
      HYPRBOX_HOST: '0.0.0.0',
      HYPRBOX_PUBLIC_URL: 'https://ops.example.com',
      HYPRBOX_ALLOWED_HOSTS: 'hyprbox.internal, hyprbox.svc.cluster.local',
    });
    for (const name of [...addresses, 'ops.example.com', 'hyprbox.svc.cluster.local']) {
      expect(own.isOwnName(name)).toBe(true);
    }
    expect(own.isOwnName('evil.example')).toBe(false);
  });

  it('may be any where nobody has said, for others or behind a proxy', () => {
    expect(site({ HYPRBOX_HOST: '0.0.0.0' }).isOwnName('ops.example.com')).toBe(true);
    expect(site({ HYPRBOX_TRUST_PROXY: '127.0.0.1' }).isOwnName('ops.example.com')).toBe(true);
  });
});
