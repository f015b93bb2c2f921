/** The fault of a file's number, at the line that has it: its front matter has no other `version:` of a preset. */
export function atVersion(template: string, fault: string): string {
  const index = template.split('\n').findIndex((line) => /^# version\s*:/.test(line));
  return index === -1 ? fault : `line ${index + 1}: ${fault}`;
}
