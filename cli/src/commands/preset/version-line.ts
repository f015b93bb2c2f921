const fence = '# ---';
const versionLine = /^# version:/;

/** The source without a number of its own: those of presets that are written here are the server's to give. */
export function withoutVersion(source: string): string {
  const lines = source.split('\n');
  const [open, close] = fencesOf(lines);
  return lines.filter((line, index) => !(index > open && index < close && versionLine.test(line))).join('\n');
}

/** The source with its number, as a file beside the server and one in git need it. */
export function withVersion(source: string, version: number): string {
  const lines = withoutVersion(source).split('\n');
  const [open] = fencesOf(lines);
  return open === -1 ? source : lines.toSpliced(open + 1, 0, `# version: ${version}`).join('\n');
}

/** The lines between which the front matter stands. */
function fencesOf(lines: readonly string[]): [open: number, close: number] {
  const open = lines.indexOf(fence);
  return open === -1 ? [-1, -1] : [open, lines.indexOf(fence, open + 1)];
}
