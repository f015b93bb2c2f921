#!/usr/bin/env bash
# ---
# title: Automatic upgrades
# description: >-
#   Has the host install upgrades by itself every day, security fixes or everything that its release offers, and reboot
#   at a set hour if one needs it.
# category: Packages
# version: 1
# variables:
#   - name: upgrade
#     type: enum
#     label: Upgrade
#     description: What is installed automatically.
#     options: [security, all]
#     default: security
#   - name: automatic_reboot
#     type: boolean
#     label: Reboot automatically
#     description: Reboot when an upgrade needs it.
#     default: false
#   - name: reboot_time
#     type: string
#     label: Reboot at
#     description: Local time of an automatic reboot.
#     pattern: '(?:[01][0-9]|2[0-3]):[0-5][0-9]'
#     default: '03:30'
#   - name: mail_to
#     type: string
#     label: Mail to
#     description: Where a report goes when an upgrade fails; the host must be able to send mail.
#     pattern: '[A-Za-z0-9._+-]+(?:@[A-Za-z0-9.-]+)?'
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

systemd_runs() { [ -d /run/systemd/system ]; }

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

# Has a unit start at boot, and now where systemd runs.
enable_unit() {
  if systemd_runs; then
    systemctl daemon-reload
    systemctl enable --now --quiet "$1"
  elif command -v systemctl >/dev/null; then
    systemctl enable --quiet "$1" 2>/dev/null
    say "skipped starting $1: systemd is not running here"
  else
    say "skipped enabling $1: systemd is not installed here"
  fi
}

apt_accepts() { APT_CONFIG=$1 apt-config dump >/dev/null; }

origins() {
  if [ "$upgrade" = all ]; then
    # shellcheck disable=SC2016 # unattended-upgrades fills in ${distro_…} itself
    printf '  "origin=${distro_id}";\n'
    return
  fi
  # shellcheck disable=SC2016
  printf '  "origin=Debian,codename=${distro_codename},label=Debian-Security";
  "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";
  "origin=Ubuntu,archive=${distro_codename}-security";
  "origin=UbuntuESMApps,archive=${distro_codename}-apps-security";
  "origin=UbuntuESM,archive=${distro_codename}-infra-security";
'
}

require_root
require_apt
install_packages unattended-upgrades

put_file /etc/apt/apt.conf.d/20auto-upgrades 644 apt_accepts <<'END'
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";
END

put_file /etc/apt/apt.conf.d/52hyprbox-unattended-upgrades 644 apt_accepts <<END
// Written by HyprBox, preset unattended-upgrades: changes made here are overwritten.
#clear Unattended-Upgrade::Allowed-Origins;
#clear Unattended-Upgrade::Origins-Pattern;
Unattended-Upgrade::Origins-Pattern {
$(origins)
};
Unattended-Upgrade::Automatic-Reboot "$automatic_reboot";
Unattended-Upgrade::Automatic-Reboot-Time "$reboot_time";
Unattended-Upgrade::Mail "$mail_to";
Unattended-Upgrade::MailReport "only-on-error";
END

enable_unit apt-daily.timer
enable_unit apt-daily-upgrade.timer
say "upgrades install themselves: $upgrade"
