#!/usr/bin/env bash
# ---
# title: Swap file
# description: >-
#   Gives the host a swap file of the size wanted, or takes it away with size 0, and sets how eagerly it is used.
# category: System
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs, put-file]
# variables:
#   - name: size_mb
#     type: int
#     label: Size (MB)
#     description: 0 removes the swap file.
#     required: true
#     min: 0
#     max: 262144
#   - name: swap_path
#     type: path
#     label: File
#     description: Where it is.
#     pattern: '/[A-Za-z0-9._/-]+'
#     default: /swapfile
#   - name: swappiness
#     type: int
#     label: Swappiness
#     description: From 0 (only when memory runs out) to 100.
#     min: 0
#     max: 100
#     default: 10
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

active() { swapon --show=NAME --noheadings 2>/dev/null | grep -qxF "$swap_path"; }

turn_off() {
  if active; then
    swapoff "$swap_path"
    say "turned off $swap_path"
  fi
}

fstab_without() {
  if [ -e /etc/fstab ]; then awk -v path="$swap_path" '!($1 == path && $3 == "swap")' /etc/fstab; fi
}

# Only a file that was made for swapping is ever replaced or removed.
is_swap() { [ -f "$1" ] && [ "$(blkid -p -s TYPE -o value "$1" 2>/dev/null || true)" = swap ]; }

require_root
if [ -e "$swap_path" ] && ! is_swap "$swap_path"; then fail "$swap_path exists and is no swap file"; fi
if [ "$size_mb" -eq 0 ]; then
  turn_off
  put_file /etc/fstab 644 < <(fstab_without)
  rm -f "$swap_path"
  say 'there is no swap file'
  exit 0
fi

wanted=$((size_mb * 1024 * 1024))
if [ ! -f "$swap_path" ] || [ "$(stat -c %s "$swap_path")" -ne "$wanted" ]; then
  free=$(df --output=avail -B1 "$(dirname "$swap_path")" | tail -n 1)
  have=$(stat -c %s "$swap_path" 2>/dev/null || echo 0)
  [ $((free + have - wanted)) -gt $((256 * 1024 * 1024)) ] ||
    fail "a swap file of $size_mb MB would leave less than 256 MB free on its filesystem"
  turn_off
  staged=$swap_path.new
  rm -f "$staged" "$swap_path"
  (umask 077 && : >"$staged")
  # Btrfs takes no swap file that is copied on write; other filesystems do not know the attribute.
  chattr +C "$staged" 2>/dev/null || true
  fallocate -l "$wanted" "$staged" 2>/dev/null ||
    dd if=/dev/zero of="$staged" bs=1M count="$size_mb" status=none
  mkswap "$staged" >/dev/null
  mv "$staged" "$swap_path"
  say "made $swap_path of $size_mb MB"
fi
chmod 600 "$swap_path"

put_file /etc/fstab 644 < <(
  fstab_without
  printf '%s none swap sw 0 0\n' "$swap_path"
)
mkdir -p /etc/sysctl.d
put_file /etc/sysctl.d/60-hyprbox-swap.conf 644 <<<"vm.swappiness = $swappiness"

if systemd_runs; then
  if ! active; then swapon "$swap_path"; fi
  sysctl -q -w "vm.swappiness=$swappiness"
  swapon --show
else
  say 'skipped turning it on: systemd is not running here'
fi
