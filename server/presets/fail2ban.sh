#!/usr/bin/env bash
# ---
# title: Fail2ban
# description: >-
#   Shuts out addresses that keep failing to sign in by SSH.
# category: Security
# version: 2
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file, enable-unit, ssh-ports,
#   ]
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

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
