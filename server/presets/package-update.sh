#!/usr/bin/env bash
# ---
# title: Update packages
# description: >-
#   Refreshes the package lists, then lists what could be upgraded, or upgrades it: what is a security fix, or all of
#   it. Configuration files that were changed on the host are kept. Never removes a package to upgrade another.
# category: Packages
# version: 2
# uses: [on-error, say, fail, require-root, require-apt, apt-get, refresh-index]
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

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
