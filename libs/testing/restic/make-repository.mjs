/*
 * Makes a local restic repository as `restic init` does, but with a key that costs nothing to open. Restic derives a key
 * from the password by a scrypt that is meant to take half a second of a processor, tries out for two seconds what takes
 * that long, and derives it again each time it is started: most of what the tests of backups would otherwise do.
 *
 * It fails, having made nothing, where the real one should be asked: for another place than an empty or a new directory,
 * with other options, or without a password that it knows how to read.
 *
 * https://restic.readthedocs.io/en/stable/100_references.html#repository-layout
 */
import { createCipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = 2;
/** One of restic's own: what it makes a new one for is that nobody can tell by the sizes of pieces what they hold. */
const chunkerPolynomial = '29194bed363703';
const scrypt = { N: 2, r: 1, p: 1 };

const repository = repositoryOf(process.argv.slice(2));
const password = readPassword();
if (repository === undefined || password === undefined || holdsAnything(repository)) process.exit(1);
try {
  const id = make(repository, password);
  process.stdout.write(
    `created restic repository ${id.slice(0, 10)} at ${repository}\n\n` +
      'Please note that knowledge of your password is required to access\n' +
      'the repository. Losing your password means that your data is\nirrecoverably lost.\n',
  );
} catch {
  for (const name of readdirSync(repository)) rmSync(join(repository, name), { recursive: true });
  process.exit(1);
}

function holdsAnything(directory) {
  return existsSync(directory) && readdirSync(directory).length > 0;
}

/** @returns {string} its id */
function make(directory, password) {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
  for (const name of ['index', 'keys', 'locks', 'snapshots', ...bytes.map((byte) => join('data', byte))])
    mkdirSync(join(directory, name), { recursive: true, mode: 0o700 });

  const master = { encrypt: randomBytes(32), mac: { k: randomBytes(16), r: randomBytes(16) } };
  const salt = randomBytes(64);
  const derived = scryptSync(password, salt, 64, scrypt);
  const user = { encrypt: derived.subarray(0, 32), mac: { k: derived.subarray(32, 48), r: derived.subarray(48) } };
  const key = {
    created: new Date().toISOString(),
    username: 'test',
    hostname: 'test',
    kdf: 'scrypt',
    ...scrypt,
    salt: salt.toString('base64'),
    data: seal(user, JSON.stringify(master, base64)).toString('base64'),
  };
  const text = JSON.stringify(key);
  writeFileSync(join(directory, 'keys', createHash('sha256').update(text).digest('hex')), text, { mode: 0o400 });

  const id = randomBytes(32).toString('hex');
  const config = JSON.stringify({ version, id, chunker_polynomial: chunkerPolynomial });
  // It is a repository from now on.
  writeFileSync(join(directory, 'config'), seal(master, config), { mode: 0o400 });
  return id;
}

/** For JSON.stringify, which hands a Buffer over as an object. */
function base64(_name, value) {
  return value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value;
}

/** AES-256 in counter mode, and Poly1305-AES over it: https://cr.yp.to/mac/poly1305-20050329.pdf */
function seal({ encrypt, mac }, plain) {
  const iv = randomBytes(16);
  const text = createCipheriv('aes-256-ctr', encrypt, iv).update(plain);
  return Buffer.concat([iv, text, authenticate(mac, iv, text)]);
}

function authenticate({ k, r }, iv, text) {
  const cipher = createCipheriv('aes-128-ecb', k, null).setAutoPadding(false);
  const prime = (1n << 130n) - 5n;
  const factor = number(r) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < text.length; at += 16)
    sum = ((sum + number(Buffer.concat([text.subarray(at, at + 16), Buffer.from([1])]))) * factor) % prime;
  const total = (sum + number(cipher.update(iv))) & ((1n << 128n) - 1n);
  return Buffer.from(total.toString(16).padStart(32, '0'), 'hex').reverse();
}

/** Little-endian. */
function number(bytes) {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** Undefined for what is no path, and where an option stands that is not known here. */
function repositoryOf(words) {
  const others = words.filter((word) => !/^(?:init|--no-cache|--limit-(?:up|down)load=\d+)$/.test(word));
  const { RESTIC_REPOSITORY: path } = process.env;
  return others.length === 0 && path?.startsWith('/') ? path : undefined;
}

/** As restic reads it. */
function readPassword() {
  const { RESTIC_PASSWORD: password, RESTIC_PASSWORD_FILE: file } = process.env;
  if (file === undefined) return password || undefined;
  const bytes = withoutByteOrderMark(readFileSync(file));
  // What Go calls a space; JavaScript's `\s` lacks U+0085 and has U+FEFF.
  const spaces = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*';
  const text = bytes.toString();
  const lengthOf = (pattern) => Buffer.byteLength(new RegExp(pattern).exec(text)?.[0] ?? '');
  const trimmed = bytes.subarray(lengthOf(`^${spaces}`), bytes.length - lengthOf(`${spaces}$`));
  return trimmed.length === 0 ? undefined : trimmed;
}

function withoutByteOrderMark(bytes) {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes));
  if (first === 0xfe && second === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes));
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
}
