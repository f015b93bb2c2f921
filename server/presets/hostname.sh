#!/usr/bin/env bash
# ---
# title: Host name
# description: >-
#   Names the host, and has the name resolve to the host itself.
# category: System
# version: 1
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

systemd_runs() { [ -d /run/systemd/system ]; }

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
