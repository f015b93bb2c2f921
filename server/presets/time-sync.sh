#!/usr/bin/env bash
# ---
# title: Time
# description: >-
#   Keeps the clock right with chrony, from servers of your own or those of the distribution, and sets the time zone.
# category: System
# version: 1
# variables:
#   - name: ntp_servers
#     type: string
#     label: Time servers
#     description: Names or addresses with spaces between them, in place of the distribution's. Empty means those.
#     pattern: '[A-Za-z0-9.:-]+(?: [A-Za-z0-9.:-]+)*'
#   - name: timezone
#     type: string
#     label: Time zone
#     description: As in Europe/Berlin.
#     pattern: '[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*'
#     default: Etc/UTC
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

config=/etc/chrony/chrony.conf

chrony_accepts() { chronyd -p -f "$1" >/dev/null; }

without_servers() { sed -E 's/^(pool|server) /# replaced by HyprBox: &/' "$config"; }

with_servers() { sed -E 's/^# replaced by HyprBox: //' "$config"; }

server_lines() {
  local server
  for server in $ntp_servers; do printf 'server %s iburst\n' "$server"; done
}

require_root
require_apt
install_packages chrony tzdata

[ -f "/usr/share/zoneinfo/$timezone" ] || fail "this host knows no time zone $timezone"
if [ "$(readlink /etc/localtime)" != "/usr/share/zoneinfo/$timezone" ]; then
  ln -sfn "/usr/share/zoneinfo/$timezone" /etc/localtime
  say "set the time zone $timezone"
fi
put_file /etc/timezone 644 <<<"$timezone"

written=no
mkdir -p /etc/chrony/sources.d
if [ -n "$ntp_servers" ]; then
  put_file /etc/chrony/sources.d/hyprbox.sources 644 < <(server_lines)
  put_file "$config" 644 chrony_accepts < <(without_servers)
else
  put_file "$config" 644 chrony_accepts < <(with_servers)
  rm -f /etc/chrony/sources.d/hyprbox.sources
fi

enable_unit chrony.service
if systemd_runs; then
  if [ "$written" = yes ]; then systemctl restart chrony.service; fi
  chronyc waitsync 12 1 0 5 >/dev/null || fail 'no time server answers: see chronyc sources'
  chronyc tracking
fi
say "it is $(TZ=$timezone date '+%F %T %Z')"
