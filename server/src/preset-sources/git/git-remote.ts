import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, isIP } from 'node:net';
import { join } from 'node:path';
import type { Egress } from '../../egress/egress.js';
import { EgressFailedError, EgressRefusedError } from '../../egress/egress.errors.js';
import type { Authorities } from './authorities.js';
import { authorization, readCredential } from './git-credentials.js';
import { GitFailedError } from './git-errors.js';
import { readRepositoryAddress, type RepositoryAddress } from './repository-address.js';

/** A branch of a repository elsewhere. */
export interface GitRemote {
  url: string;
  branch: string;
  credentialsRef: string | null;
  knownHosts: string | null;
}

/** How git gets to a host, and nowhere else. */
export interface GitAccess {
  url: string;
  /** Options of git. */
  options: string[];
  environment: Record<string, string>;
  secrets: string[];
}

const connectSeconds = 15;
/** How long one address of several may take to answer. */
const answerMs = 3_000;

/**
 * Looks the host up, refuses addresses that are never called, and has git connect to what was looked up. Secrets go into
 * files of `directory`, which is git's own for this look, or into the environment, never into arguments.
 */
export async function accessTo(
  { url, credentialsRef, knownHosts }: GitRemote,
  directory: string,
  ways: { egress: Egress; authorities: Authorities; dataDir: string; signal: AbortSignal },
): Promise<GitAccess> {
  const address = readRepositoryAddress(url);
  if (typeof address === 'string') throw new GitFailedError(`The address ${address}.`);
  const addresses = await permitted(address, ways.egress, ways.signal);
  const secret = credentialsRef === null ? null : await readCredential(credentialsRef, ways.dataDir);
  if (address.kind === 'https') return overHttps(address, addresses, secret, directory, ways.authorities);
  if (secret === null) throw new GitFailedError('An ssh address needs a private key: credentialsRef names none.');
  // ssh reads no key whose file does not end with a line.
  await writeSecret(join(directory, 'key'), secret.endsWith('\n') ? secret : `${secret}\n`);
  await writeSecret(join(directory, 'known_hosts'), `${knownHosts ?? ''}\n`);
  const command = sshCommand(address, await answering(addresses, address.port, ways.signal));
  return {
    url: address.url,
    options: [],
    environment: { GIT_SSH_COMMAND: command, GIT_SSH_VARIANT: 'ssh' },
    secrets: [],
  };
}

async function permitted({ host }: RepositoryAddress, egress: Egress, signal: AbortSignal): Promise<string[]> {
  try {
    return (await egress.permitted(host, signal)).map(({ address }) => address);
  } catch (error) {
    if (error instanceof EgressRefusedError || error instanceof EgressFailedError) {
      throw new GitFailedError(`${host}: ${error.message}`);
    }
    throw error;
  }
}

/** ssh is given one address: the first that answers, as curl finds it by itself. Where none does, ssh says why. */
async function answering(addresses: readonly string[], port: number, signal: AbortSignal): Promise<string> {
  const [first = '', ...others] = addresses;
  if (others.length === 0) return first;
  for (const address of addresses) if (await answers(address, port, signal)) return address;
  return first;
}

async function answers(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function overHttps(
  { url, host, port }: RepositoryAddress,
  addresses: readonly string[],
  secret: string | null,
  directory: string,
  authorities: Authorities,
): Promise<GitAccess> {
  const trusted = join(directory, 'authorities.pem');
  await writeFile(trusted, await authorities.pem(), { mode: 0o600 });
  const pinned = addresses.map((each) => (isIP(each) === 6 ? `[${each}]` : each)).join(',');
  const options = [
    ...['-c', `http.sslCAInfo=${trusted}`],
    ...(isIP(host) === 0 ? ['-c', `http.curloptResolve=${host}:${port}:${pinned}`] : []),
  ];
  if (secret === null) return { url, options, environment: {}, secrets: [] };
  const { header, secrets } = authorization(secret);
  const environment = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(url).origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: header,
  };
  return { url, options, environment, secrets: [header, ...secrets] };
}

/**
 * git has a shell read this. All of it is fixed but the address that was looked up and the name that the host's key goes
 * by, of both of which the address's form allows only letters, digits and `.:-`. Files are named from where git runs.
 */
function sshCommand({ host, port }: RepositoryAddress, address: string): string {
  const options = {
    BatchMode: 'yes',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    IdentityFile: 'key',
    PreferredAuthentications: 'publickey',
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: 'known_hosts',
    GlobalKnownHostsFile: '/dev/null',
    UpdateHostKeys: 'no',
    VerifyHostKeyDNS: 'no',
    // As known_hosts has it, while the connection goes to what was looked up.
    HostKeyAlias: port === 22 ? host : `[${host}]:${port}`,
    HostName: address,
    ConnectTimeout: String(connectSeconds),
    ServerAliveInterval: '10',
    ClearAllForwardings: 'yes',
    ForwardAgent: 'no',
    PermitLocalCommand: 'no',
    ProxyCommand: 'none',
    ControlPath: 'none',
    LogLevel: 'ERROR',
  };
  return ['ssh', '-F', 'none', ...Object.entries(options).map(([name, value]) => `-o '${name}=${value}'`)].join(' ');
}

async function writeSecret(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
}
