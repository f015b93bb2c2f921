/** Characters of a script's line that name it. */
const nameLength = 80;

/** What a script without a name is called in lists: its first line that does something. */
export function scriptName(script: string): string {
  const lines = script.split('\n').map((line) => line.replaceAll(/[\p{C}\s]+/gu, ' ').trim());
  const telling = lines.find((line) => line !== '' && !line.startsWith('#') && !line.startsWith('set -'));
  // By characters: one of two code units must not be cut in half.
  return [...(telling ?? lines.find((line) => line !== '') ?? 'Script')].slice(0, nameLength).join('').trimEnd();
}
