import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { EgressFailedError, EgressRefusedError, networkFault } from './egress.errors.js';
import type { EgressPolicy } from './egress-policy.js';

export interface EgressOrder {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: OutgoingHttpHeaders;
  /** Empty: none. */
  body: string;
  /** Ends it before its time. */
  signal?: AbortSignal;
}

export interface EgressAnswer {
  status: number;
  /** Its beginning, where there is more than is read. */
  text: string;
  retryAfter: string | null;
}

export type ResolveHost = (host: string) => Promise<LookupAddress[]>;

export interface EgressOptions {
  policy: EgressPolicy;
  /** How names become addresses. */
  resolve?: ResolveHost;
  /** Authorities that are trusted instead of those of the system, in PEM. */
  authorities?: string;
  timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
const answerBytes = 64 * 1024;
const resolveBySystem = promisify(systemLookup);

/**
 * The way out to the services that messages are sent by and presets come from. A name is looked up once; what is checked is what is connected to.
 * Redirects are not followed.
 */
export class Egress {
  private readonly policy: EgressPolicy;
  private readonly resolve: ResolveHost;
  private readonly timeoutMs: number;
  readonly authorities: string | undefined;

  constructor({ policy, resolve, authorities, timeoutMs = defaultTimeoutMs }: EgressOptions) {
    this.policy = policy;
    this.resolve = resolve ?? ((host) => resolveBySystem(host, { all: true }));
    this.timeoutMs = timeoutMs;
    this.authorities = authorities;
  }

  /**
   * @throws EgressRefusedError where the address is not to be sent to
   * @throws EgressFailedError where there was no answer
   */
  async request({ method, url, headers, body, signal }: EgressOrder): Promise<EgressAnswer> {
    const target = new URL(url);
    const until = this.until(signal);
    const addresses = await this.permitted(target.hostname.replace(/^\[(.*)\]$/, '$1'), until);
    return new Promise((resolve, reject) => {
      const options = {
        method,
        headers: { ...headers, ...(method !== 'GET' && { 'content-length': Buffer.byteLength(body) }) },
        lookup: fixed(addresses),
        signal: until,
        ...(this.authorities !== undefined && { ca: this.authorities }),
      };
      const answered = (response: IncomingMessage): void => {
        readBeginning(response).then((text) => {
          resolve({ status: response.statusCode ?? 0, text, retryAfter: response.headers['retry-after'] ?? null });
        }, reject);
      };
      // An agent of its own: none of another's connections, and no proxy, which would connect to what it likes.
      const request =
        target.protocol === 'https:'
          ? httpsRequest(target, { ...options, agent: new HttpsAgent() }, answered)
          : httpRequest(target, { ...options, agent: new HttpAgent() }, answered);
      request.on('error', (error) => reject(new EgressFailedError(networkFault(error))));
      request.end(body);
    });
  }

  /** A connection to a host for another protocol than HTTP. */
  async connect(host: string, port: number, signal?: AbortSignal): Promise<Socket> {
    const until = this.until(signal);
    const addresses = await this.permitted(host, until);
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, lookup: fixed(addresses), signal: until });
      const failed = (error: Error): void => reject(new EgressFailedError(networkFault(error)));
      socket.once('error', failed);
      socket.once('connect', () => {
        socket.off('error', failed);
        resolve(socket);
      });
    });
  }

  private until(signal: AbortSignal | undefined): AbortSignal {
    const timeout = AbortSignal.timeout(this.timeoutMs);
    return signal ? AbortSignal.any([signal, timeout]) : timeout;
  }

  /**
   * The addresses of a host that may be called.
   *
   * @throws EgressRefusedError where there is none
   * @throws EgressFailedError where its name can't be looked up
   */
  async permitted(host: string, signal: AbortSignal): Promise<LookupAddress[]> {
    const addresses = isIP(host) === 0 ? await this.resolved(host, signal) : [{ address: host, family: isIP(host) }];
    const refusals = addresses.map(({ address }) => this.policy.refusalOf(address));
    const permitted = addresses.filter((_, index) => refusals[index] === null);
    if (permitted.length > 0) return permitted;
    throw new EgressRefusedError(refusals.find((refusal) => refusal !== null) ?? 'Its name has no address.');
  }

  private async resolved(host: string, signal: AbortSignal): Promise<LookupAddress[]> {
    try {
      return await orAborted(this.resolve(host), signal);
    } catch (error) {
      throw new EgressFailedError(networkFault(error));
    }
  }
}

/** Gives what was looked up before, whatever the name has become since. */
function fixed(addresses: LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true || !first) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Its status is the answer: a body that is cut off, or is longer than anybody reads, changes nothing about it. */
async function readBeginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      const part: Buffer = Buffer.from(chunk);
      chunks.push(part.subarray(0, answerBytes - bytes));
      bytes += part.length;
      if (bytes >= answerBytes) break;
    }
  } catch {
    // What has come is what there is.
  }
  return Buffer.concat(chunks).toString('utf8');
}
