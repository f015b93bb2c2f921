/** What an agent needs to know. */
export interface AgentStart {
  apiUrl: string;
  token: string;
  /** Null where the agent goes by the host's own name. */
  nodeId: string | null;
}

/**
 * The commands that install the agent as a service, for a directory with its two files, ready to paste. The leading
 * spaces keep them out of the history of shells with HISTCONTROL=ignorespace, which is Debian's default.
 */
export function installCommands({ apiUrl, token, nodeId }: AgentStart): string {
  const settings = [
    `HYPRBOX_API_URL=${apiUrl}`,
    'HYPRBOX_NODE_TOKEN_FILE=/etc/hyprnode.token',
    ...(nodeId === null ? [] : [`HYPRBOX_NODE_ID=${nodeId}`]),
  ];
  return [
    'sudo install -D -m 0755 hyprnode.mjs /usr/local/lib/hyprnode/hyprnode.mjs',
    'sudo install -m 0644 hyprnode.service /etc/systemd/system/',
    `echo '${token}' | sudo install -m 0600 /dev/stdin /etc/hyprnode.token`,
    `printf '%s\\n' ${settings.join(' ')} | sudo install -m 0600 /dev/stdin /etc/hyprnode.env`,
    'sudo systemctl enable --now hyprnode',
  ]
    .map((command) => ` ${command}\n`)
    .join('');
}

/** The command that starts the agent once, to try it out. */
export function startCommand({ apiUrl, token, nodeId }: AgentStart): string {
  const node = nodeId === null ? '' : ` HYPRBOX_NODE_ID=${nodeId}`;
  return ` HYPRBOX_API_URL=${apiUrl} HYPRBOX_NODE_TOKEN=${token}${node} node hyprnode.mjs`;
}
