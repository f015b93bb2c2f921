#!/usr/bin/env bash
# ---
# title: Restic
# description: >-
#   Installs restic, which the agent makes backups with, from the distribution's own package, and what a remote
#   repository needs beside it.
# category: Backup
# version: 1
# variables:
#   - name: remote
#     type: enum
#     label: Repositories
#     description: On local disks, S3 or REST; also by SFTP; also by rclone.
#     options: [plain, sftp, rclone]
#     default: plain
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

installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# Installs those of the packages that are missing, from lists that are at most an hour old.
install_packages() {
  local package missing=()
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing ${missing[*]}"
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*Release' -cmin -60 2>/dev/null)" ]; then refresh_index; fi
  apt_get install -y --no-install-recommends "${missing[@]}"
}

require_root
require_apt
packages=(restic ca-certificates)
case $remote in
  plain) ;;
  sftp) packages+=(openssh-client) ;;
  rclone) packages+=(rclone) ;;
esac
install_packages "${packages[@]}"
restic version
say 'done'
