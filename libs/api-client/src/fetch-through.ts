import { ProxySettingError } from './proxy.js';

declare module 'node:http' {
  /** Node.js 24.14 and newer. Its types do not know it yet. */
  export const setGlobalProxyFromEnv: ((env: Record<string, string>) => () => void) | undefined;
}

/** Has the process's `fetch` call through a proxy, whatever its environment says; returns how to go back. */
export function fetchThrough(proxy: string): () => void {
  const { setGlobalProxyFromEnv } = process.getBuiltinModule('node:http');
  if (setGlobalProxyFromEnv === undefined) {
    throw new ProxySettingError(`a proxy needs Node.js 24.14 or newer, this is ${process.versions.node}`);
  }
  return setGlobalProxyFromEnv({ http_proxy: proxy, https_proxy: proxy });
}
