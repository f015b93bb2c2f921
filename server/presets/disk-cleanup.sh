#!/usr/bin/env bash
# ---
# title: Free disk space
# description: >-
#   Removes what can be had again or has had its time: downloaded packages, old journal entries, old temporary files,
#   and if wanted unneeded packages and unused Docker images. Says how much it freed.
# category: Storage
# version: 2
# uses: [on-error, say, fail, require-root, apt-get]
# variables:
#   - name: journal_max_mb
#     type: int
#     label: Journal (MB)
#     description: How much of the system's journal is kept.
#     min: 16
#     max: 102400
#     default: 500
#   - name: tmp_days
#     type: int
#     label: Temporary files (days)
#     description: Files in /tmp and /var/tmp that nobody has used for so long are removed.
#     min: 1
#     max: 3650
#     default: 14
#   - name: autoremove
#     type: boolean
#     label: Remove unneeded packages
#     description: Also old kernels, never the one that runs.
#     default: false
#   - name: docker_prune
#     type: boolean
#     label: Prune Docker
#     description: Remove stopped containers and images that none uses. Volumes stay.
#     default: false
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

used_kib() { df --output=source,used -k / /var /tmp | tail -n +2 | sort -u | awk '{ sum += $2 } END { print sum }'; }

require_root
before=$(used_kib)

if command -v apt-get >/dev/null; then
  apt_get clean
  say 'removed downloaded packages'
  if [ "$autoremove" = true ]; then
    apt_get autoremove -y
    say 'removed unneeded packages'
  fi
fi

if command -v journalctl >/dev/null; then
  journalctl --quiet --rotate 2>/dev/null || true
  journalctl --quiet --vacuum-size="${journal_max_mb}M"
  say "the journal has at most $journal_max_mb MB"
else
  say 'skipped the journal: there is none here'
fi

for dir in /tmp /var/tmp; do
  # Files only, on this filesystem only, and never those of services' private directories.
  count=$(find "$dir" -ignore_readdir_race -xdev -type f ! -path '*/systemd-private-*' \
    -atime "+$tmp_days" -mtime "+$tmp_days" -ctime "+$tmp_days" -print -delete | wc -l)
  say "removed $count old files from $dir"
done

if [ "$docker_prune" = true ]; then
  if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    docker system prune --all --force
  else
    say 'skipped Docker: it does not run here'
  fi
fi

freed=$((before - $(used_kib)))
say "freed $((freed > 0 ? freed / 1024 : 0)) MiB"
df -h /
