/** Where a repository is, as git takes it, and the host that is called for it. */
export interface RepositoryAddress {
  kind: 'https' | 'ssh';
  url: string;
  host: string;
  port: number;
}

const sshPort = 22;
const httpsPort = 443;
/** A name, or an IPv6 address in brackets: neither says anything to a shell. */
const host = String.raw`(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])`;
const user = String.raw`[A-Za-z0-9_][A-Za-z0-9_.-]*`;
const sshUrl = new RegExp(String.raw`^ssh://(?:${user}@)?${host}(?::(?<port>\d{1,5}))?/(?!-)\S+$`);
const scpLike = new RegExp(String.raw`^${user}@${host}:(?!-)(?!//)\S+$`);

/** @returns what is wrong with it, in words, where it is none that is taken */
export function readRepositoryAddress(text: string): RepositoryAddress | string {
  if (text.startsWith('-')) return 'must not begin with "-"';
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(text)) return 'must not hold spaces, backslashes or control characters';
  if (/^[\w+.-]+::/.test(text)) return 'must be an https or ssh address: git starts programs by others, such as ext::';
  const scheme = /^([\w+.-]+):\/\//.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'https':
      return readHttps(text);
    case 'ssh':
    case undefined:
      return readSsh(text, scheme === undefined);
    case 'http':
    case 'git':
      return `must begin with https:// or ssh://: by ${scheme}:// anybody on the way could change what hosts run`;
    case 'file':
      return 'must begin with https:// or ssh://: presets of the server’s own disk are HYPRBOX_PRESETS_DIR’s';
    default:
      return 'must begin with https:// or ssh://, or be user@host:path';
  }
}

function readHttps(text: string): RepositoryAddress | string {
  if (!URL.canParse(text)) return 'must be an https or ssh address';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /^https:\/\/[^/]*@/i.test(text)) {
    return 'must not hold a user’s name or a password: say in credentialsRef where the token is';
  }
  if (/[?#]/.test(text)) return 'must not hold "?" or "#"';
  return {
    kind: 'https',
    url: url.href,
    host: withoutBrackets(url.hostname),
    port: url.port === '' ? httpsPort : Number(url.port),
  };
}

function readSsh(text: string, isScpLike: boolean): RepositoryAddress | string {
  if (/^ssh:\/\/[^/@]*:[^/@]*@/i.test(text)) {
    return 'must not hold a password: say in credentialsRef where the private key is';
  }
  const { host: name, port } = (isScpLike ? scpLike : sshUrl).exec(text)?.groups ?? {};
  if (name === undefined) {
    return isScpLike
      ? 'must begin with https:// or ssh://, or be user@host:path'
      : 'must be such as ssh://git@git.example.com:22/team/presets.git';
  }
  const number = port === undefined ? sshPort : Number(port);
  if (number < 1 || number > 65_535) return 'must have a port from 1 to 65535';
  return { kind: 'ssh', url: text, host: withoutBrackets(name), port: number };
}

function withoutBrackets(name: string): string {
  return name.replace(/^\[(.*)\]$/, '$1');
}

/** By what `git check-ref-format` says of branches. */
export function isBranchName(text: string): boolean {
  if (/[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/\/|\.$|^[-/]|\/$/u.test(text) || text === '@') return false;
  return text.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
}

/** `./presets/` is `presets`, and `.` the root. */
export function plainPath(text: string): string {
  return text === '.' ? '' : text.replace(/^(?:\.\/+)+/, '').replace(/(?<=[^/])\/+$/, '');
}

/** A directory in a repository: from its root, without a way out of it. */
export function isRepositoryPath(text: string): boolean {
  return text === '' || text.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
