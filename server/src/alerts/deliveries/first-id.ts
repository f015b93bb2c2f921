/** The lowest UUIDv7 of a moment (RFC 9562, section 5.7): ids of before are lower, ids of after are not. */
export function firstIdOf(moment: Date): string {
  const ms = moment.getTime().toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}
