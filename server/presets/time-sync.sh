#!/usr/bin/env bash
# ---
# title: Time
# description: >-
#   Keeps the clock right with chrony, from servers of your own or those of the distribution, and sets the time zone.
# category: System
# version: 2
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file, enable-unit,
#   ]
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

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
