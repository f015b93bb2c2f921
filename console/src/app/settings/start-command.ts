/**
 * The command that starts an agent with a new token, ready to paste. The leading space keeps it out of the history of
 * shells with HISTCONTROL=ignorespace, which is Debian's default.
 */
export function startCommand(apiUrl: string, token: string, nodeId: string | null): string {
  const node = nodeId === null ? '' : ` HYPRBOX_NODE_ID=${nodeId}`;
  return ` HYPRBOX_API_URL=${apiUrl} HYPRBOX_NODE_TOKEN=${token}${node} hyprnode`;
}
