#!/usr/bin/env bash
# ---
# title: Limit the journal
# description: >-
#   Says how much disk the system's journal may take, how long entries are kept, and whether they outlive a reboot.
# category: Storage
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs, put-file]
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

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
