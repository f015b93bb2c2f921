import { isWithoutProxy, NoProxyEntryError } from './no-proxy.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that names a proxy is wrong; the message holds the variable, and no credentials. */
export class ProxySettingError extends Error {
  override readonly name = 'ProxySettingError';
}

/**
 * The proxy that calls to `target` go through, as an address with a scheme, or null: HTTPS_PROXY or HTTP_PROXY by the
 * scheme of the target, unless NO_PROXY names it. Of two spellings the lower case counts, as with curl.
 *
 * @throws ProxySettingError when a variable that matters for this target is wrong.
 */
export function proxyFor(target: URL, env: Environment): string | null {
  const proxy = read(env, target.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (proxy === null) return null;
  const address = addressOf(proxy);
  const exempt = read(env, 'no_proxy');
  return exempt !== null && isExempt(target, exempt) ? null : address;
}

interface Setting {
  name: string;
  value: string;
}

function read(env: Environment, lowerCase: string): Setting | null {
  for (const name of [lowerCase, lowerCase.toUpperCase()]) {
    const value = env[name]?.trim() ?? '';
    if (value !== '') return { name, value };
  }
  return null;
}

function addressOf({ name, value }: Setting): string {
  // `proxy:3128` would be an address whose scheme is "proxy".
  const text = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(text)) throw new ProxySettingError(`${name} is not a proxy such as http://proxy.example.com:3128`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ProxySettingError(`${name} must be an http:// or https:// proxy, such as http://proxy.example.com:3128`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new ProxySettingError(
      `${name} must end with the proxy's port; in a user name or password write / ? # @ as %2F %3F %23 %40`,
    );
  }
  if (!isDecodable(url.username) || !isDecodable(url.password)) {
    throw new ProxySettingError(`${name} holds a % that begins no code: in a user name or password write it as %25`);
  }
  return url.href;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isExempt(target: URL, { name, value }: Setting): boolean {
  try {
    return isWithoutProxy(target, value);
  } catch (error) {
    if (error instanceof NoProxyEntryError) throw new ProxySettingError(`${name}: ${error.message}`);
    throw error;
  }
}
