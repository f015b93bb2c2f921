/*
 * Takes the cost out of the key of a restic repository that a test has just made, as `restic` beside this file does after
 * each `init`. Restic derives a key from the password by a scrypt that is meant to take half a second of a processor, and
 * does so each time it is started: most of what the tests of backups would otherwise do. The master key, and so all that is
 * in the repository, stays as restic made it.
 *
 * https://restic.readthedocs.io/en/stable/100_references.html#keys-encryption-and-mac
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [repository] = process.argv.slice(2);
const cheap = { N: 2, r: 1, p: 1 };
const ivBytes = 16;
const macBytes = 16;

for (const password of passwords()) if (cheapen(join(repository, 'keys'), password)) break;

/** False when the password is not the one. */
function cheapen(directory, password) {
  const [name] = readdirSync(directory);
  const path = join(directory, name);
  const key = JSON.parse(readFileSync(path, 'utf8'));
  const master = open(derive(password, key), Buffer.from(key.data, 'base64'));
  if (master === null) return false;
  const changed = { ...key, ...cheap, salt: randomBytes(64).toString('base64') };
  changed.data = seal(derive(password, changed), master).toString('base64');
  const text = JSON.stringify(changed);
  writeFileSync(join(directory, createHash('sha256').update(text).digest('hex')), text, { mode: 0o400 });
  rmSync(path, { force: true });
  return true;
}

function derive(password, { N, r, p, salt }) {
  const bytes = scryptSync(password, Buffer.from(salt, 'base64'), 64, { N, r, p, maxmem: 256 * 1024 * 1024 });
  return { encrypt: bytes.subarray(0, 32), k: bytes.subarray(32, 48), r: bytes.subarray(48) };
}

function open(key, sealed) {
  const iv = sealed.subarray(0, ivBytes);
  const text = sealed.subarray(ivBytes, -macBytes);
  if (!mac(key, iv, text).equals(sealed.subarray(-macBytes))) return null;
  return createDecipheriv('aes-256-ctr', key.encrypt, iv).update(text);
}

function seal(key, plain) {
  const iv = randomBytes(ivBytes);
  const text = createCipheriv('aes-256-ctr', key.encrypt, iv).update(plain);
  return Buffer.concat([iv, text, mac(key, iv, text)]);
}

/** Poly1305-AES: https://cr.yp.to/mac/poly1305-20050329.pdf */
function mac({ k, r }, iv, text) {
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

/** As restic reads them; a file that it reads in another way keeps the key that it has. */
function passwords() {
  const { RESTIC_PASSWORD: password, RESTIC_PASSWORD_FILE: file } = process.env;
  if (file === undefined) return password === undefined ? [] : [password];
  const bytes = readFileSync(file);
  const encoding = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  return [text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, ''), text];
}
