/** What a preset of one's own begins with. */
export function newSource(name: string): string {
  const words = name.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return [
    '#!/usr/bin/env bash',
    '# ---',
    `# title: '${title}'`,
    '# description: >-',
    '#   What it does, in a sentence or two.',
    '# category: Own',
    '# variables:',
    '#   - name: greeting',
    '#     type: string',
    '#     label: Greeting',
    '#     description: What to say.',
    '#     default: Hello',
    '# ---',
    'set -euo pipefail',
    '',
    'echo "$greeting from $(uname -n)"',
    '',
  ].join('\n');
}
