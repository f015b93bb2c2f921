#!/usr/bin/env bash
# ---
# title: Automatic upgrades
# description: >-
#   Has the host install upgrades by itself every day, security fixes or everything that its release offers, and reboot
#   at a set hour if one needs it.
# category: Packages
# version: 2
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file, enable-unit,
#   ]
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

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
