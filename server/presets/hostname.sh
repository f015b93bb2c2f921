#!/usr/bin/env bash
# ---
# title: Host name
# description: >-
#   Names the host, and has the name resolve to the host itself.
# category: System
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs, put-file]
# variables:
#   - name: new_hostname
#     type: string
#     label: Name
#     description: Short (web-1) or full (web-1.example.org), in lower case.
#     required: true
#     pattern: '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*'
#     max: 64
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

short=${new_hostname%%.*}
names=$new_hostname
if [ "$short" != "$new_hostname" ]; then names="$new_hostname $short"; fi

require_root
# Debian's own place for a host's name; one line of it is ours to replace.
put_file /etc/hosts 644 < <(
  awk '$1 != "127.0.1.1"' /etc/hosts
  printf '127.0.1.1 %s\n' "$names"
)
put_file /etc/hostname 644 <<<"$new_hostname"
if [ -d /etc/cloud/cloud.cfg.d ]; then
  put_file /etc/cloud/cloud.cfg.d/99-hyprbox-hostname.cfg 644 <<<'preserve_hostname: true'
fi

if ! systemd_runs; then
  say 'skipped naming the running system: systemd is not running here'
elif [ "$(hostnamectl --static)" != "$new_hostname" ] || [ "$(uname -n)" != "$new_hostname" ]; then
  hostnamectl set-hostname "$new_hostname"
fi
say "this host is $new_hostname"
