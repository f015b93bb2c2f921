#!/usr/bin/env bash
# ---
# title: Update packages
# description: >-
#   Refreshes the package lists, then lists what could be upgraded, or upgrades it: what is a security fix, or all of
#   it. Configuration files that were changed on the host are kept. Never removes a package to upgrade another.
# category: Packages
# version: 1
# variables:
#   - name: upgrade
#     type: enum
#     label: Upgrade
#     description: Only list what could be upgraded, or upgrade security fixes, or everything.
#     options: [list, security, all]
#     default: security
#   - name: autoremove
#     type: boolean
#     label: Remove unneeded packages
#     description: Afterwards remove the packages that nothing needs any more.
#     default: false
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

require_apt() {
  command -v apt-get >/dev/null || fail 'this preset is for Debian and Ubuntu: there is no apt-get here'
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# DPkg::Lock::Timeout does not cover the lock of the package lists: another apt is waited for by trying again.
refresh_index() {
  local try
  for try in 1 2 3 4 5 6; do
    if apt_get update; then return; fi
    say "apt-get update failed (try $try of 6)"
    sleep 10
  done
  fail 'the package lists can not be refreshed'
}

# Names of what an upgrade would install; each line of the simulation names the archive a version comes from.
upgradable() {
  apt-get -s -o Debug::NoLocking=1 upgrade --with-new-pkgs |
    awk -v archive="$1" '$1 == "Inst" && tolower($0) ~ archive { print $2 }'
}

require_root
require_apt
refresh_index

mapfile -t everything < <(upgradable .)
mapfile -t security < <(upgradable 'security')
say "${#everything[@]} packages can be upgraded, ${#security[@]} of them by a security fix"

case $upgrade in
  list)
    if [ "${#everything[@]}" -gt 0 ]; then printf '%s\n' "${everything[@]}"; fi
    ;;
  security)
    if [ "${#security[@]}" -gt 0 ]; then apt_get install -y --only-upgrade --no-remove "${security[@]}"; fi
    ;;
  all)
    if [ "${#everything[@]}" -gt 0 ]; then apt_get upgrade -y --with-new-pkgs --no-remove; fi
    ;;
esac

if [ "$autoremove" = true ]; then
  say 'removing what nothing needs any more'
  apt_get autoremove -y
fi
if [ -e /run/reboot-required ]; then say 'this host should be rebooted: see the preset reboot-if-required'; fi
say 'done'
