/** A host with or without a port, as the `Host` header has it (RFC 9110, section 7.2). */
const hostAndPort = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/** Splits a `Host` header; null for what is none. The name is in lower case, an IPv6 address without its brackets. */
export function splitHost(text: string): { name: string; port: string | null } | null {
  const match = hostAndPort.exec(text);
  if (!match?.[1]) return null;
  return { name: match[1].toLowerCase().replace(/^\[|\]$|\.$/g, ''), port: match[2] ?? null };
}
