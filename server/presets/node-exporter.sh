#!/usr/bin/env bash
# ---
# title: Prometheus node exporter
# description: >-
#   Offers the host's metrics to Prometheus, from the distribution's own package.
# category: Monitoring
# version: 1
# variables:
#   - name: listen_address
#     type: string
#     label: Address
#     description: Where Prometheus asks, such as 127.0.0.1:9100, [::1]:9100 or :9100 for everywhere.
#     pattern: '(?:[0-9.]+|\[[0-9a-fA-F:]+\])?:[0-9]{1,5}'
#     default: 127.0.0.1:9100
#   - name: textfile_dir
#     type: path
#     label: Text files
#     description: Directory whose *.prom files are offered too.
#     pattern: '/[A-Za-z0-9._/-]+'
#     default: /var/lib/prometheus/node-exporter
#   - name: systemd_units
#     type: boolean
#     label: Units
#     description: Also offer the state of systemd's units.
#     default: true
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

require_root
require_apt
install_packages prometheus-node-exporter
install -d -m 0755 "$textfile_dir"

arguments="--web.listen-address=$listen_address --collector.textfile.directory=$textfile_dir"
if [ "$systemd_units" = true ]; then arguments="$arguments --collector.systemd"; fi
put_file /etc/default/prometheus-node-exporter 644 <<END
# Written by HyprBox, preset node-exporter: changes made here are overwritten.
ARGS="$arguments"
END

enable_unit prometheus-node-exporter.service
if systemd_runs && [ "$written" = yes ]; then
  systemctl restart prometheus-node-exporter.service
  sleep 1
  systemctl is-active --quiet prometheus-node-exporter.service || fail 'the exporter does not come up: see its journal'
fi
say "metrics are offered at $listen_address"
