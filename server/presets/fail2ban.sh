#!/usr/bin/env bash
# ---
# title: Fail2ban
# description: >-
#   Shuts out addresses that keep failing to sign in by SSH.
# category: Security
# version: 1
# variables:
#   - name: max_retry
#     type: int
#     label: Failures
#     description: Failures after which an address is shut out.
#     min: 1
#     max: 100
#     default: 5
#   - name: find_minutes
#     type: int
#     label: Within
#     description: Minutes within which they count.
#     min: 1
#     max: 1440
#     default: 10
#   - name: ban_minutes
#     type: int
#     label: Shut out for
#     description: Minutes of the first ban; each further one of the same address is longer, up to a week.
#     min: 1
#     max: 10080
#     default: 60
#   - name: never_ban
#     type: string
#     label: Never shut out
#     description: Addresses and networks, such as 10.0.0.0/8 192.0.2.7, with spaces between them.
#     pattern: '[0-9a-fA-F.:/]+(?: [0-9a-fA-F.:/]+)*'
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

# The ports on which this host is reached by SSH, by its configuration and by what listens.
ssh_ports() {
  {
    if [ -x /usr/sbin/sshd ]; then
      install -d -m 0755 /run/sshd
      /usr/sbin/sshd -T 2>/dev/null | awk '$1 == "port" { print $2 }'
    fi
    if systemd_runs; then
      systemctl show ssh.socket --property=Listen 2>/dev/null | grep -oE '[0-9]+ \(Stream\)' | cut -d ' ' -f 1 || true
    fi
    if command -v ss >/dev/null; then
      ss -Hltnp 2>/dev/null | awk '/"sshd"/ { sub(/.*:/, "", $4); print $4 }'
    fi
  } | sort -nu
}

jail=/etc/fail2ban/jail.d/hyprbox.local

require_root
require_apt
install_packages fail2ban python3-systemd nftables iproute2

ports=$(ssh_ports | paste -sd ,)
before=$(mktemp)
trap 'rm -f "$before"' EXIT
if [ -e "$jail" ]; then cp -p "$jail" "$before"; fi

put_file "$jail" 644 <<END
# Written by HyprBox, preset fail2ban: changes made here are overwritten.
[DEFAULT]
backend = systemd
banaction = nftables-multiport
banaction_allports = nftables-allports
maxretry = $max_retry
findtime = ${find_minutes}m
bantime = ${ban_minutes}m
bantime.increment = true
bantime.maxtime = 1w
ignoreip = 127.0.0.1/8 ::1 $never_ban

[sshd]
enabled = true
port = ${ports:-ssh}
END

# It reads all of its files or none: the new one is tested in its place and taken back if it is the fault.
if ! fail2ban-client -t >/dev/null; then
  if [ -s "$before" ]; then cp -p "$before" "$jail"; else rm "$jail"; fi
  fail 'fail2ban does not accept the configuration: everything is as it was'
fi
say 'fail2ban accepts the configuration'

enable_unit fail2ban.service
if systemd_runs && [ "$written" = yes ]; then
  systemctl restart fail2ban.service
  say 'fail2ban has been restarted'
fi
