#!/usr/bin/env bash
# ---
# title: System facts
# description: >-
#   Reports what a host is and how it stands: hardware, storage, network, software. Reads only and changes nothing.
# category: Inspect
# version: 2
# uses: [on-error]
# variables:
#   - name: section
#     type: enum
#     label: Section
#     description: What to report.
#     options: [all, hardware, storage, network, software]
#     default: all
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

wants() { [ "$section" = all ] || [ "$section" = "$1" ]; }

heading() { printf '\n== %s ==\n' "$1"; }

fact() { printf '%-18s %s\n' "$1:" "$2"; }

meminfo_mib() { awk -v key="$1:" '$1 == key { printf "%d MiB", $2 / 1024 }' /proc/meminfo; }

fact Host "$(uname -n)"
# shellcheck source=/dev/null
fact System "$(. /etc/os-release && printf '%s' "${PRETTY_NAME:-unknown}")"
fact Kernel "$(uname -sr) $(uname -m)"
fact Up "$(awk '{ printf "%d days %d h %d min", $1 / 86400, $1 % 86400 / 3600, $1 % 3600 / 60 }' /proc/uptime)"
fact Load "$(cut -d ' ' -f 1-3 /proc/loadavg)"

if wants hardware; then
  heading Hardware
  fact Processor "$(awk -F ': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)"
  fact Cores "$(nproc)"
  fact Memory "$(meminfo_mib MemTotal), $(meminfo_mib MemAvailable) available"
  fact Swap "$(meminfo_mib SwapTotal), $(meminfo_mib SwapFree) free"
  if command -v systemd-detect-virt >/dev/null; then fact Virtualization "$(systemd-detect-virt || true)"; fi
fi

if wants storage; then
  heading Storage
  # df fails as soon as one mount can not be read, and still lists the others.
  df -hT -x tmpfs -x devtmpfs -x overlay -x squashfs 2>/dev/null || true
fi

if wants network; then
  heading Network
  if command -v ip >/dev/null; then
    ip -brief address
    ip route show default
  else
    fact Addresses "$(hostname -I 2>/dev/null || echo unknown)"
  fi
  if command -v ss >/dev/null; then ss -Hltun | awk '{ print "listening:", $1, $5 }' | sort -u; fi
fi

if wants software; then
  heading Software
  if command -v dpkg-query >/dev/null; then
    fact Packages "$(dpkg-query -f '.\n' -W | wc -l)"
    upgrades=$(apt-get -s -o Debug::NoLocking=1 dist-upgrade 2>/dev/null | grep -c '^Inst ' || true)
    fact Upgradable "$upgrades by the lists at hand"
  fi
  if [ -e /run/reboot-required ]; then fact Reboot required; else fact Reboot 'not required'; fi
  if [ -d /run/systemd/system ]; then
    fact 'Failed units' "$(systemctl list-units --failed --plain --no-legend | awk '{ print $1 }' | paste -sd ' ')"
  fi
fi
