#!/usr/bin/env bash
# ---
# title: Kernel settings
# description: >-
#   Sets kernel parameters for good: a set that suits what the host is for, and further ones of your own.
# category: System
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs, put-file]
# variables:
#   - name: profile
#     type: enum
#     label: Profile
#     description: None; security only; or that and the limits of a host with many connections.
#     options: [none, secure, busy-server]
#     default: secure
#   - name: ip_forward
#     type: boolean
#     label: Forward packets
#     description: For a router, a VPN gateway or a host of containers.
#     default: false
#   - name: further
#     type: string
#     label: Further settings
#     description: One "name = value" a line. Programs that the kernel starts can not be named, so no value has a slash.
#     pattern: '[a-z0-9_.*/-]+ *= *[A-Za-z0-9_. -]+(?:\n[a-z0-9_.*/-]+ *= *[A-Za-z0-9_. -]+)*\n?'
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

secure_settings() {
  cat <<'END'
kernel.dmesg_restrict = 1
kernel.kptr_restrict = 2
kernel.yama.ptrace_scope = 1
fs.protected_fifos = 2
fs.protected_hardlinks = 1
fs.protected_regular = 2
fs.protected_symlinks = 1
net.ipv4.conf.all.accept_redirects = 0
net.ipv4.conf.all.accept_source_route = 0
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.default.accept_redirects = 0
net.ipv4.conf.default.accept_source_route = 0
net.ipv4.tcp_syncookies = 1
net.ipv6.conf.all.accept_redirects = 0
net.ipv6.conf.default.accept_redirects = 0
END
}

busy_settings() {
  cat <<'END'
fs.file-max = 2097152
fs.inotify.max_user_watches = 524288
net.core.somaxconn = 4096
net.ipv4.ip_local_port_range = 10240 65535
net.ipv4.tcp_max_syn_backlog = 8192
vm.swappiness = 10
END
}

settings() {
  echo '# Written by HyprBox, preset kernel-settings: changes made here are overwritten.'
  case $profile in
    none) ;;
    secure) secure_settings ;;
    busy-server)
      secure_settings
      busy_settings
      ;;
  esac
  if [ "$ip_forward" = true ]; then
    printf 'net.ipv4.ip_forward = 1\nnet.ipv6.conf.all.forwarding = 1\n'
  fi
  if [ -n "$further" ]; then printf '%s\n' "$further"; fi
}

# A name that this kernel does not know would be reported at every boot from then on.
known_names() {
  local name known=0
  while IFS= read -r name; do
    name=${name//./\/}
    compgen -G "/proc/sys/$name" >/dev/null && continue
    printf 'this kernel has no setting %s\n' "${name//\//.}" >&2
    known=1
  done < <(sed -nE 's/^([a-z0-9_.*\/-]+) *=.*/\1/p' <<<"$further")
  return "$known"
}

require_root
known_names || fail 'nothing was changed'
mkdir -p /etc/sysctl.d
put_file /etc/sysctl.d/60-hyprbox.conf 644 < <(settings)

if systemd_runs; then
  # -e: a setting of the profile that this kernel was built without is no fault.
  sysctl -q -e -p /etc/sysctl.d/60-hyprbox.conf || fail 'the kernel refuses a setting: see above'
  say 'the settings hold'
else
  say 'skipped applying the settings: systemd is not running here'
fi
