#!/usr/bin/env bash
# ---
# title: Rotate log files
# description: >-
#   Has a program's log files rotated, compressed and after a time removed, without the program having to be told.
# category: Storage
# version: 2
# uses: [on-error, say, fail, require-root, require-apt, apt-get, refresh-index, installed, install-packages, put-file]
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

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
