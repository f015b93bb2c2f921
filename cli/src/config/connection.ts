import { isPlainHttp, normalizeBaseUrl } from '@hyprbox/api-client';
import { UsageError } from '../errors.js';
import type { Io } from '../io.js';
import type { SavedSession } from './config-file.js';

export interface ConnectionFlags {
  apiUrl?: string | undefined;
  token?: string | undefined;
  allowPlainHttp: boolean;
}

export interface Connection {
  apiUrl: string;
  token: string | undefined;
}

const apiUrlDefault = 'http://127.0.0.1:4000';

/** --flag > environment > config file > default. */
export function resolveConnection(flags: ConnectionFlags, env: Io['env'], saved: SavedSession | null): Connection {
  const apiUrl =
    addressFrom('--api-url', flags.apiUrl) ??
    addressFrom('HYPRBOX_API_URL', env['HYPRBOX_API_URL']) ??
    addressFrom('the config file', saved?.apiUrl) ??
    apiUrlDefault;
  return { apiUrl, token: tokenFrom(flags.token, env) ?? savedToken(saved, apiUrl) };
}

/** Throws UsageError for a server that others could listen to, unless that is meant. */
export function requireTls(apiUrl: string, flags: Pick<ConnectionFlags, 'allowPlainHttp'>, env: Io['env']): void {
  if (!isPlainHttp(new URL(apiUrl)) || flags.allowPlainHttp || env['HYPRBOX_ALLOW_PLAIN_HTTP'] === 'true') return;
  throw new UsageError(
    `${apiUrl} is not https: passwords, tokens and scripts could be read and changed on their way`,
    'use https, or give --allow-plain-http (HYPRBOX_ALLOW_PLAIN_HTTP=true) for a network that you trust',
  );
}

function tokenFrom(flag: string | undefined, env: Io['env']): string | undefined {
  const token = flag || env['HYPRBOX_API_TOKEN'] || undefined;
  // A header value; anything else would be refused by fetch with a message that shows the token.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('The token holds characters that no token has', 'check --token or HYPRBOX_API_TOKEN');
  }
  return token;
}

/** The saved token is shown to nobody but the server that gave it. */
function savedToken(saved: SavedSession | null, apiUrl: string): string | undefined {
  return saved !== null && saved.token !== null && normalizeBaseUrl(saved.apiUrl) === apiUrl ? saved.token : undefined;
}

function addressFrom(source: string, address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  try {
    return normalizeBaseUrl(address);
  } catch (error) {
    throw new UsageError(`${source}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
