#!/usr/bin/env bash
# ---
# title: Trust a certificate authority
# description: >-
#   Adds a certificate authority of your own to those that the host's programs trust, or removes it again.
# category: Security
# version: 1
# variables:
#   - name: authority
#     type: string
#     label: Name
#     description: Name of the file under which it is kept.
#     required: true
#     pattern: '[a-z0-9][a-z0-9-]{0,62}'
#   - name: certificate
#     type: string
#     label: Certificate
#     description: In PEM form, with its BEGIN and END lines. Leave it empty to remove the authority.
#     pattern: '(?:-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]+\n)+-----END CERTIFICATE-----\n?)?'
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

is_authority() {
  openssl x509 -noout -checkend 0 -in "$1" >/dev/null 2>&1 || {
    echo 'it has expired, or is no certificate' >&2
    return 1
  }
  openssl x509 -noout -ext basicConstraints -in "$1" 2>/dev/null | grep -q 'CA:TRUE' || {
    echo 'it is not the certificate of an authority' >&2
    return 1
  }
}

require_root
require_apt
install_packages ca-certificates openssl
file=/usr/local/share/ca-certificates/hyprbox-$authority.crt

if [ -n "$certificate" ]; then
  put_file "$file" 644 is_authority <<<"${certificate%$'\n'}"
elif [ -e "$file" ]; then
  rm "$file"
  written=yes
fi

if [ "$written" = no ] && { [ -z "$certificate" ] || [ -e "/etc/ssl/certs/hyprbox-$authority.pem" ]; }; then
  say 'nothing to change'
  exit 0
fi
update-ca-certificates
if [ -n "$certificate" ]; then
  openssl verify -CApath /etc/ssl/certs "$file" >/dev/null || fail 'the host does not trust it after all'
fi
say 'done'
