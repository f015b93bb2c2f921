import { readFile } from 'node:fs/promises';
import { UsageError } from '../../../errors.js';
import type { Io } from '../../../io.js';
import { readInput } from '../../../prompt.js';

/** More than the keys of any one host. */
const knownHostsBytesMax = 16 * 1024;

const text = <const D extends string>(describe: D) => ({ type: 'string', requiresArg: true, describe }) as const;

/** What a source is made of, as `add` and `update` take it. */
export const sourceFlags = {
  url: text('https://…, ssh://… or user@host:path, without a password'),
  branch: text('The branch to follow'),
  path: text('The directory of the presets in it; "": its root'),
  'credentials-ref': text('Where the server finds the token or the key: env:NAME or file:/path; "none"'),
  'known-hosts': text("Of ssh: a file with the host's keys, as ssh-keyscan prints them; -: stdin"),
} as const;

/** What the flags give, by the names of the fields. */
export interface SourceChanges {
  url?: string;
  branch?: string;
  path?: string;
  credentialsRef?: string | null;
  knownHosts?: string;
}

export async function sourceChanges(
  io: Io,
  args: {
    url: string | undefined;
    branch: string | undefined;
    path: string | undefined;
    credentialsRef: string | undefined;
    knownHosts: string | undefined;
  },
): Promise<SourceChanges> {
  const { url, branch, path, credentialsRef, knownHosts } = args;
  return {
    ...(url !== undefined && { url }),
    ...(branch !== undefined && { branch }),
    ...(path !== undefined && { path }),
    ...(credentialsRef !== undefined && { credentialsRef: credentialsRef === 'none' ? null : credentialsRef }),
    ...(knownHosts !== undefined && { knownHosts: await readKnownHosts(io, knownHosts) }),
  };
}

async function readKnownHosts(io: Io, path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = path === '-' ? await readInput(io, knownHostsBytesMax) : await readFile(path);
  } catch (error) {
    throw new UsageError(`--known-hosts: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (bytes.length > knownHostsBytesMax) throw new UsageError('--known-hosts: give the lines of this host alone');
  return bytes.toString('utf8');
}
