/** Ids are UUIDs; names of policies are usually none. */
const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return idPattern.test(text);
}
