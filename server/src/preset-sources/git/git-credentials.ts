import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { secretOfFile } from '@hyprbox/contracts';
import { GitFailedError } from './git-errors.js';

const secretBytes = 64 * 1024;
const noSecret = 'it is no file of a secret';
const ofServer = 'it is no file of a secret for git, but the server’s own';
/** The user whose password a token alone is: most hosts take any, and GitHub's own documentation names this. */
const tokenUser = 'x-access-token';

/** Where files are no files, such as the environment of each process, the server's own with its secrets too. */
const kernelDirectories = ['/proc', '/sys'];

/**
 * What a credential holds goes to a host that whoever sets the source names: never what is the server's own.
 *
 * @param dataDir the server's, with the password of its database
 * @throws GitFailedError naming the reference, never what it holds
 */
export async function readCredential(ref: string, dataDir: string): Promise<string> {
  const secret = ref.startsWith('env:')
    ? (process.env[ref.slice('env:'.length)] ?? '')
    : await readSecretFile(ref, dataDir);
  if (secret === '') throw new GitFailedError(`There is no credential at ${ref}, where credentialsRef says.`);
  return secret;
}

async function readSecretFile(ref: string, dataDir: string): Promise<string> {
  try {
    const path = await realpath(ref.slice('file:'.length));
    const closed = [...kernelDirectories, await realpath(dataDir)];
    if (closed.some((directory) => path.startsWith(directory + sep))) throw new Error(ofServer);
    // A pipe would let nobody go on. A link that has come in its place meanwhile is not followed.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat().then((stats) => (stats.isFile() ? stats : { size: secretBytes + 1 }));
      if (size > secretBytes) throw new Error(noSecret);
      return secretOfFile(await file.readFile('utf8'));
    } finally {
      await file.close();
    }
  } catch (error) {
    const why = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : noSecret;
    throw new GitFailedError(`The credential at ${ref} can’t be read: ${why}.`);
  }
}

/** The header of an https call (RFC 7617), of a token alone or of `user:token`. */
export function authorization(secret: string): { header: string; secrets: string[] } {
  if (/[\s\p{Cc}]/u.test(secret)) throw new GitFailedError('The token that credentialsRef names is not one line.');
  const pair = secret.includes(':') ? secret : `${tokenUser}:${secret}`;
  const encoded = Buffer.from(pair, 'utf8').toString('base64');
  return { header: `Authorization: Basic ${encoded}`, secrets: [secret, encoded, pair.slice(pair.indexOf(':') + 1)] };
}
