#!/usr/bin/env bash
# ---
# title: Limit the journal
# description: >-
#   Says how much disk the system's journal may take, how long entries are kept, and whether they outlive a reboot.
# category: Storage
# version: 1
# variables:
#   - name: storage
#     type: enum
#     label: Storage
#     description: On disk, or in memory only until the next reboot.
#     options: [persistent, volatile]
#     default: persistent
#   - name: max_use_mb
#     type: int
#     label: Largest size (MB)
#     description: Of all entries together.
#     min: 16
#     max: 102400
#     default: 1000
#   - name: retention_days
#     type: int
#     label: Kept for (days)
#     description: Older entries are removed. 0 keeps them while there is room.
#     min: 0
#     max: 3650
#     default: 90
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

systemd_runs() { [ -d /run/systemd/system ]; }

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

require_root
install -d -m 0755 /etc/systemd/journald.conf.d
put_file /etc/systemd/journald.conf.d/60-hyprbox.conf 644 <<END
# Written by HyprBox, preset journald-limits: changes made here are overwritten.
[Journal]
Storage=$storage
SystemMaxUse=${max_use_mb}M
RuntimeMaxUse=${max_use_mb}M
MaxRetentionSec=${retention_days}day
Compress=yes
END

if [ "$written" = no ]; then
  say 'nothing to change'
elif systemd_runs; then
  systemctl restart systemd-journald.service
  journalctl --disk-usage
else
  say 'skipped restarting the journal: systemd is not running here'
fi
