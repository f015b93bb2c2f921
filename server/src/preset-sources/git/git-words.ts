const wordsLength = 500;
/** Lines that say nothing of what is wrong. */
const noise = /^(?:hint:|Please make sure|and the repository exists|warning: Permanently added|\s*$)/;

/**
 * What git and ssh say of a failure, as one line: without what could move a terminal's cursor, and without secrets, which
 * a host may send back.
 *
 * @param directory of the source in the server's data directory, which is not told
 */
export function wordsOf(stderr: string, secrets: readonly string[], directory: string): string {
  // Where the server keeps things for itself helps nobody.
  let text = stderr.replaceAll(/ *CAfile: .*? CRLfile: \S+/g, '').replaceAll(`${directory}/`, '');
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '[redacted]');
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/\p{C}|[\p{Zl}\p{Zp}]/gu, ' ').trim())
    .filter((line) => !noise.test(line));
  const words = lines.join(' ').replaceAll(/ {2,}/g, ' ');
  // The end says what it failed of; a host may have sent anything before.
  return words.length <= wordsLength ? words : `…${words.slice(-wordsLength)}`;
}

/** What the commonest failures mean, before git's own words. */
const meanings: readonly [RegExp, string][] = [
  [/failed to run command ['‘]git/, 'git is not installed on the server.'],
  [/cannot run ssh|ssh: not found/, 'ssh is not installed on the server.'],
  [/couldn't find remote ref/, 'There is no such branch.'],
  [
    /No \S+ host key is known for/,
    'knownHosts has no key of the host: give the lines that `ssh-keyscan` prints of it, with `-p` where the port is not 22.',
  ],
  [/Host key verification failed/, 'The host has another key than knownHosts names.'],
  [
    /Load key /,
    'ssh can’t read the key that credentialsRef names: it has to be the private one, not the .pub, without a passphrase.',
  ],
  [/Permission denied|Authentication failed|could not read (?:Username|Password)/, 'The host refuses the credential.'],
  [/could ?n[o']t resolve host|Could not resolve/i, 'The host’s name is not known.'],
  [
    /certificate|SSL/i,
    'The host’s certificate is not trusted. Where an authority of your own signed it, name a file with the authority’s ' +
      'certificate in NODE_EXTRA_CA_CERTS of the server.',
  ],
  [/unable to update url base from redirection|redirect/i, 'The host sends elsewhere, and that is not followed.'],
  [
    /\bfsck error\b|error: object [0-9a-f]+: |invalid (?:object|pack)|index-pack failed/i,
    'Its history holds objects that git finds faulty, and none of it is taken: `git fsck` in a clone of it names them. ' +
      'Write that history anew, or take the presets from a branch that begins without it.',
  ],
  [/File too large|died of signal 25|File size limit/, 'It has more than is taken.'],
];

const wantsCredential =
  'The host wants a credential, as many do for a repository that is not there, too, and none is given: say in ' +
  'credentialsRef where the token is.';

/** @param gaveToken whether the host was sent one: git asks for another in the same words as for a first */
export function explained(words: string, gaveToken: boolean): string {
  if (!gaveToken && /could not read (?:Username|Password)/.test(words)) return `${wantsCredential} git says: ${words}`;
  const meaning = meanings.find(([pattern]) => pattern.test(words))?.[1];
  if (meaning === undefined) return words === '' ? 'git failed without a word.' : `git says: ${words}`;
  return `${meaning} git says: ${words}`;
}
