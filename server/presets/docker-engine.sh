#!/usr/bin/env bash
# ---
# title: Docker engine
# description: >-
#   Installs Docker from the distribution's own packages, keeps its logs from filling the disk, and leaves what
#   daemon.json says otherwise as it is.
# category: Containers
# version: 1
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
on_error() { printf 'error: line %s failed: %s\n' "$1" "${2%%$'\n'*}" >&2; }
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

say() { printf '==> %s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

require_root() {
  [ "$(id -u)" -eq 0 ] || fail 'this preset must run as root, and the agent does not'
}

require_apt() {
  command -v apt-get >/dev/null || fail 'this preset is for Debian and Ubuntu: there is no apt-get here'
}

systemd_runs() { [ -d /run/systemd/system ]; }

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# DPkg::Lock::Timeout does not cover the lock of the package lists: another apt is waited for by trying again.
refresh_index() {
  local try
  for try in 1 2 3 4 5 6; do
    if apt_get update; then return; fi
    say "apt-get update failed (try $try of 6)"
    sleep 10
  done
  fail 'the package lists can not be refreshed'
}

installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# Installs those of the packages that are missing, from lists that are at most an hour old.
install_packages() {
  local package missing=()
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing ${missing[*]}"
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*Release' -cmin -60 2>/dev/null)" ]; then refresh_index; fi
  apt_get install -y --no-install-recommends "${missing[@]}"
}

# Puts standard input at $1 with mode $2 in one step, unless it is there already; says so in `written`. What follows is
# a command that must accept the new file, given to it as the last argument, before it is put in place.
written=no
put_file() {
  local path=$1 mode=$2 staged
  shift 2
  staged=$(mktemp "$path.XXXXXXXX")
  cat >"$staged"
  if [ -f "$path" ] && cmp -s "$staged" "$path" && [ "$(stat -c %a "$path")" = "$mode" ]; then
    rm "$staged"
    return
  fi
  if [ $# -gt 0 ] && ! "$@" "$staged"; then
    rm "$staged"
    fail "$path stays as it was: the new file is not valid"
  fi
  chmod "$mode" "$staged"
  mv -f "$staged" "$path"
  # shellcheck disable=SC2034 # not every preset asks
  written=yes
  say "wrote $path"
}

# Has a unit start at boot, and now where systemd runs.
enable_unit() {
  if systemd_runs; then
    systemctl daemon-reload
    systemctl enable --now --quiet "$1"
  elif command -v systemctl >/dev/null; then
    systemctl enable --quiet "$1" 2>/dev/null
    say "skipped starting $1: systemd is not running here"
  else
    say "skipped enabling $1: systemd is not installed here"
  fi
}

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
