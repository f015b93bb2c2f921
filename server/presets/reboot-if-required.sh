#!/usr/bin/env bash
# ---
# title: Reboot if required
# description: >-
#   Reboots the host if an upgrade asked for it, or in any case if wanted, after a delay in which it can still be called
#   off with "shutdown -c".
# category: System
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs]
# variables:
#   - name: delay_minutes
#     type: int
#     label: Delay (minutes)
#     description: Time until the reboot. At least one, so that this job can report its end.
#     min: 1
#     max: 1440
#     default: 1
#   - name: always
#     type: boolean
#     label: In any case
#     description: Reboot even if nothing asks for it.
#     default: false
#   - name: note
#     type: string
#     label: Note
#     description: What those who are signed in are told.
#     max: 200
#     pattern: '[^\r\n]*'
#     default: This host reboots to finish an upgrade.
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

require_root
if [ -e /run/reboot-required ]; then
  say "asked for by: $(sort -u /run/reboot-required.pkgs 2>/dev/null | paste -sd ' ' || true)"
elif [ "$always" = false ]; then
  say 'no reboot is required'
  exit 0
fi

systemd_runs || fail 'systemd is not running here: this host can not be rebooted from within'
if [ -e /run/systemd/shutdown/scheduled ]; then
  say 'a shutdown is scheduled already'
  exit 0
fi
if systemd-inhibit --list --no-pager --no-legend 2>/dev/null | grep -E 'shutdown.* block *$' >&2; then
  fail 'a program holds the reboot off (see above)'
fi
shutdown -r -- "+$delay_minutes" "$note"
say "reboots in $delay_minutes min; call it off with: shutdown -c"
