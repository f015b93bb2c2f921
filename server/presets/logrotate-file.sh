#!/usr/bin/env bash
# ---
# title: Rotate log files
# description: >-
#   Has a program's log files rotated, compressed and after a time removed, without the program having to be told.
# category: Storage
# version: 1
# variables:
#   - name: rule
#     type: string
#     label: Rule
#     description: Name of the rule; one rule a program.
#     required: true
#     pattern: '[a-z0-9][a-z0-9-]{0,62}'
#   - name: log_files
#     type: path
#     label: Log files
#     description: One file, or several with *, such as /srv/shop/*.log; outside of /var/log they must end in .log.
#     required: true
#     pattern: '/(?:var/log/[A-Za-z0-9._*/-]+|[A-Za-z0-9._*/-]+\.log)'
#   - name: frequency
#     type: enum
#     label: How often
#     description: When a file is rotated, unless it gets too large before.
#     options: [daily, weekly, monthly]
#     default: daily
#   - name: keep
#     type: int
#     label: Keep
#     description: How many old files are kept.
#     min: 1
#     max: 3650
#     default: 14
#   - name: max_size_mb
#     type: int
#     label: Largest file (MB)
#     description: Rotated earlier when it is larger.
#     min: 1
#     max: 102400
#     default: 100
#   - name: compress
#     type: boolean
#     label: Compress
#     description: Whether old files are compressed.
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

logrotate_accepts() {
  local said
  said=$(logrotate --debug --state /dev/null "$1" 2>&1) && ! grep -q '^error:' <<<"$said" && return
  printf '%s\n' "$said" >&2
  return 1
}

require_root
require_apt
install_packages logrotate

if [ "$compress" = true ]; then compression='compress
  delaycompress'; else compression=nocompress; fi

# copytruncate: the program goes on writing to the file that it has open.
put_file "/etc/logrotate.d/hyprbox-$rule" 644 logrotate_accepts <<END
# Written by HyprBox, preset logrotate-file: changes made here are overwritten.
$log_files {
  $frequency
  rotate $keep
  maxsize ${max_size_mb}M
  $compression
  copytruncate
  missingok
  notifempty
  dateext
  dateformat -%Y%m%d-%s
}
END
say "$log_files is rotated $frequency, $keep old files are kept"
