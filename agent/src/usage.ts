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
  HYPRBOX_NODE_ID          stable name of this host (default: its host name at first; kept from then on)
  HYPRBOX_REGION           region shown in the inventory (default: none)
  HYPRBOX_INTERVAL         time between heartbeats, such as 10s or 5m (default: 15s)
  HYPRBOX_CONCURRENCY      jobs and backups that may run at once (default: 4)
  HYPRBOX_STATE_DIR        directory for journals, undelivered output and restic's cache
                           (default: /var/lib/hyprnode as root, else ~/.local/state/hyprnode)
  HYPRBOX_DRAIN_SECONDS    how long jobs may go on when the agent is stopped (default: 30)
  HYPRBOX_KEEP_JOBS_SECONDS
                           how long jobs may then run on without an agent, until the next one goes on with them
                           (default: 0, they are ended)
  HYPRBOX_JOB_CGROUPS      true: a control group for each job, below the agent's own (cgroups 2, Delegate=yes)
  HYPRBOX_JOB_PATH         PATH of jobs (default: the system's directories)
  HYPRBOX_ALLOW_PLAIN_HTTP true: another host's server may be called without TLS

Exit status: 0 stopped by a signal, 1 failed, 2 wrong configuration.
`;
