export const usage = `hyprnode: the HyprBox agent. It reports this host's figures and runs the jobs and backups that are
queued for it.

Usage: hyprnode [--help | --version | --inventory]

  --help       this text
  --version    the agent's version
  --inventory  print what is told about this host as JSON, and end

Configuration, by environment variables:
  HYPRBOX_API_URL          address of the server, without /api (required)
  HYPRBOX_NODE_TOKEN       node token, hbnt_… (required, or the next)
  HYPRBOX_NODE_TOKEN_FILE  file that holds the node token; read again when the token is refused
  HYPRBOX_NODE_ID          stable name of this host (default: its host name)
  HYPRBOX_REGION           region shown in the inventory (default: none)
  HYPRBOX_INTERVAL         time between heartbeats, such as 10s or 5m (default: 15s)
  HYPRBOX_CONCURRENCY      jobs and backups that may run at once (default: 4)
  HYPRBOX_STATE_DIR        directory for journals, undelivered output and restic's cache
                           (default: /var/lib/hyprnode as root, else ~/.local/state/hyprnode)

Exit status: 0 stopped by a signal, 1 failed, 2 wrong configuration.
`;
