import { describe, expect, it } from 'vitest';
import { proxyFor, ProxySettingError } from './proxy.js';

const secure = new URL('https://ops.example.com');
const plain = new URL('http://ops.example.com:4000');
const through = (target: string, noProxy: string): boolean =>
  proxyFor(new URL(target), { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://p:1', NO_PROXY: noProxy }) !== null;

describe('proxyFor', () => {
  it('goes by the scheme of the target', () => {
    const env = { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://p:2' };
    expect([proxyFor(secure, env), proxyFor(plain, env)]).toEqual(['http://s:1/', 'http://p:2/']);
    expect(proxyFor(secure, { HTTP_PROXY: 'http://p:2' })).toBeNull();
    expect(proxyFor(secure, { HTTPS_PROXY: ' ' })).toBeNull();
  });

  it('prefers the lower case, and takes a proxy without a scheme', () => {
    expect(proxyFor(secure, { https_proxy: 'proxy:3128', HTTPS_PROXY: 'http://s:1' })).toBe('http://proxy:3128/');
    expect(proxyFor(secure, { https_proxy: '', HTTPS_PROXY: 'ada:a%40b@10.0.0.1:3128' })).toBe(
      'http://ada:a%40b@10.0.0.1:3128/',
    );
    expect(proxyFor(secure, { HTTPS_PROXY: 'https://[::1]:3128' })).toBe('https://[::1]:3128/');
  });

  it.each([
    'http://ada:secret@proxy:port',
    'socks5://ada:secret@proxy:1080',
    'http://ada:secret/1@proxy:3128',
    'http://ada:sec%ret@proxy:3128',
    'ada:secret@',
  ])('names the variable for %s, and shows nothing of it', (value) => {
    const read = (): unknown => proxyFor(secure, { HTTPS_PROXY: value });
    expect(read).toThrow(ProxySettingError);
    expect(read).toThrow(/^HTTPS_PROXY /);
    expect(read).not.toThrow(/sec|ada/);
  });

  it.each([
    ['https://ops.example.com', '*'],
    ['https://ops.example.com', 'ops.example.com'],
    ['https://ops.example.com', 'localhost, EXAMPLE.com'],
    ['https://ops.example.com', 'localhost .example.com'],
    ['https://ops.example.com', '*.example.com'],
    ['https://ops.example.com', 'example.com:443'],
    ['http://ops.example.com:4000', '.example.com:4000'],
    ['https://ops.example.com.', 'example.com.'],
    ['https://10.1.2.3', '10.1.2.3'],
    ['https://10.1.2.3', '10.0.0.0/8'],
    ['https://10.1.2.3', '10.1.2.1-10.1.2.9'],
    ['https://10.1.2.3:8443', '10.1.0.0/16:8443'],
    ['http://[fd00::5]:4000', 'fd00::/8'],
    ['http://[fd00::5]:4000', '[fd00::5]:4000'],
    ['http://[fd00::5]:4000', 'fd00::5'],
  ])('calls %s without a proxy for NO_PROXY=%s', (target, noProxy) => {
    expect(through(target, noProxy)).toBe(false);
  });

  it.each([
    ['https://ops.example.com', 'ample.com'],
    ['https://ops.example.com', 'example.com:80'],
    ['https://ops.example.com', '10.0.0.0/8'],
    ['https://11.1.2.3', '10.0.0.0/8'],
    ['https://127.0.0.1', ''],
  ])('calls %s through the proxy for NO_PROXY=%s', (target, noProxy) => {
    expect(through(target, noProxy)).toBe(true);
  });

  it.each(['*,10.0.0.0/33', 'http://x', 'host:99999', 'fd00::/129', '10.0.0.9-10.0.0.1', 'a/b', '[x]', '**'])(
    'names NO_PROXY=%s, also when another entry would do',
    (noProxy) => {
      expect(() => through('https://10.0.0.1', noProxy)).toThrow(/^NO_PROXY: "/);
    },
  );
});
