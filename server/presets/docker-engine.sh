#!/usr/bin/env bash
# ---
# title: Docker engine
# description: >-
#   Installs Docker from the distribution's own packages, keeps its logs from filling the disk, and leaves what
#   daemon.json says otherwise as it is.
# category: Containers
# version: 2
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file, enable-unit,
#   ]
# variables:
#   - name: log_max_mb
#     type: int
#     label: Log file (MB)
#     description: Size at which a container's log file is rotated.
#     min: 1
#     max: 1024
#     default: 20
#   - name: log_files
#     type: int
#     label: Log files
#     description: How many of them are kept for each container.
#     min: 1
#     max: 100
#     default: 5
#   - name: live_restore
#     type: boolean
#     label: Live restore
#     description: Containers keep running while the engine restarts. Not for a swarm.
#     default: true
#   - name: docker_user
#     type: string
#     label: User
#     description: A user who may use Docker, which is as much as being root.
#     pattern: '[a-z_][a-z0-9_-]{0,31}'
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

settings=/etc/docker/daemon.json

# Docker before 23 can not check a configuration without starting.
dockerd_accepts() {
  dockerd --help | grep -q -- --validate || return 0
  dockerd --validate --config-file "$1" >/dev/null
}

require_root
require_apt
if [ -n "$docker_user" ]; then
  getent passwd "$docker_user" >/dev/null || fail "there is no user $docker_user"
fi
if command -v dockerd >/dev/null && ! installed docker.io; then
  say 'Docker is here already, and not from the distribution: its packages stay as they are'
  install_packages jq
else
  install_packages docker.io jq
fi

mkdir -p /etc/docker
before=$(mktemp)
trap 'rm -f "$before"' EXIT
if [ -e "$settings" ]; then cp -p "$settings" "$before"; fi
current=$(cat "$settings" 2>/dev/null || echo '{}')
jq -e 'type == "object"' <<<"$current" >/dev/null 2>&1 || fail "$settings is not a JSON object: repair it first"
put_file "$settings" 644 dockerd_accepts < <(
  jq --arg size "${log_max_mb}m" --arg files "$log_files" --argjson live "$live_restore" '. + {
    "log-driver": (."log-driver" // "json-file"),
    "live-restore": $live
  } | if ."log-driver" == "json-file" then
    ."log-opts" = ((."log-opts" // {}) + {"max-size": $size, "max-file": $files})
  else . end' <<<"$current"
)

if [ -n "$docker_user" ] && ! id -nG "$docker_user" | tr ' ' '\n' | grep -qx docker; then
  usermod --append --groups docker "$docker_user"
  say "$docker_user may use Docker from the next session on"
fi

enable_unit docker.service
if systemd_runs && [ "$written" = yes ]; then
  if ! systemctl restart docker.service; then
    if [ -s "$before" ]; then cp -p "$before" "$settings"; else rm "$settings"; fi
    systemctl restart docker.service
    fail "Docker does not start with the new $settings: it runs with the one before"
  fi
  say 'Docker has been restarted'
fi
if systemd_runs; then
  docker info >/dev/null || fail 'Docker was started and does not answer'
fi
dockerd --version
