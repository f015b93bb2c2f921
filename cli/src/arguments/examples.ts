/** Command line (without `hyprbox`) → what it does. */
export type Example = readonly [commandLine: string, meaning: string];

const indent = '  ';

/**
 * The examples as help shows them: each command on a line of its own, so that it can be copied whole; one that is
 * wider than the help goes on behind a backslash, before a flag or a pipe.
 */
export function renderExamples(examples: readonly Example[], width: number): string {
  const shown = examples.map(([commandLine, meaning]) =>
    [...continued(`hyprbox ${commandLine}`, width - indent.length), `    ${meaning}`]
      .map((line) => `${indent}${line}`)
      .join('\n'),
  );
  return `Examples:\n${shown.join('\n')}`;
}

function continued(command: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of command.split(/ (?=--|\| )/)) {
    const longer = line === '' ? part : `${line} ${part}`;
    if (line !== '' && longer.length > width - ' \\'.length) {
      lines.push(`${line} \\`);
      line = `  ${part}`;
    } else line = longer;
  }
  return [...lines, line];
}
