/** What a new preset begins with: one that works, with a variable to see how they are written. */
export function presetTemplate(name: string): string {
  const words = name.replaceAll('-', ' ').trim();
  return `#!/usr/bin/env bash
# ---
# title: '${words.charAt(0).toUpperCase()}${words.slice(1)}'
# description: Says hello. Write here what it does, and what it needs.
# category: Own
# variables:
#   - name: greeting
#     type: string
#     label: Greeting
#     description: What is said.
#     default: Hello
# ---
set -euo pipefail

echo "$greeting from $(uname -n)"
`;
}

/** A copy has versions of its own, which the server counts: the original's number says nothing of it. */
export function withoutVersion(source: string): string {
  const [head = ''] = /^[\s\S]*?^# ---$[\s\S]*?^# ---$/m.exec(source) ?? [];
  return head.replace(/^# version:.*\n/m, '') + source.slice(head.length);
}
