#!/usr/bin/env bash
# ---
# title: Firewall
# description: >-
#   Lets nothing in but what is named here, answers to what the host asked for itself, and the ports on which its SSH
#   server listens. Lives in a table of its own, so that rules of Docker and others stay.
# category: Security
# version: 1
# variables:
#   - name: tcp_ports
#     type: string
#     label: TCP ports
#     description: Ports and ranges that are open, such as 80, 443, 8000-8100. SSH is always open.
#     pattern: '[0-9]{1,5}(?:-[0-9]{1,5})?(?: *, *[0-9]{1,5}(?:-[0-9]{1,5})?)*'
#   - name: udp_ports
#     type: string
#     label: UDP ports
#     description: Ports and ranges that are open, such as 51820.
#     pattern: '[0-9]{1,5}(?:-[0-9]{1,5})?(?: *, *[0-9]{1,5}(?:-[0-9]{1,5})?)*'
#   - name: allow_ping
#     type: boolean
#     label: Answer to ping
#     description: Whether the host answers to ping, ten times a second at most.
#     default: true
#   - name: log_dropped
#     type: boolean
#     label: Log what is dropped
#     description: Write five lines a minute at most to the kernel's log.
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

# The ports on which this host is reached by SSH, by its configuration and by what listens.
ssh_ports() {
  {
    if [ -x /usr/sbin/sshd ]; then
      install -d -m 0755 /run/sshd
      /usr/sbin/sshd -T 2>/dev/null | awk '$1 == "port" { print $2 }'
    fi
    if systemd_runs; then
      systemctl show ssh.socket --property=Listen 2>/dev/null | grep -oE '[0-9]+ \(Stream\)' | cut -d ' ' -f 1 || true
    fi
    if command -v ss >/dev/null; then
      ss -Hltnp 2>/dev/null | awk '/"sshd"/ { sub(/.*:/, "", $4); print $4 }'
    fi
  } | sort -nu
}

rules=/etc/hyprbox-firewall.nft

rule_if() { if [ "$1" = true ]; then printf '    %s\n' "$2"; fi; }

open_ports() { if [ -n "$2" ]; then printf '    %s dport { %s } accept\n' "$1" "$2"; fi; }

require_root
require_apt
for other in ufw firewalld; do
  if systemd_runs && systemctl is-active --quiet "$other"; then
    fail "$other is active on this host: two firewalls would contradict each other"
  fi
done
install_packages nftables iproute2

ssh=$(ssh_ports | paste -sd , | sed 's/,/, /g')
if [ -z "$ssh" ] && [ -x /usr/sbin/sshd ]; then fail 'the port of the SSH server can not be found out'; fi
say "SSH stays open: ${ssh:-there is no SSH server}"

put_file "$rules" 644 nft -c -f <<END
#!/usr/sbin/nft -f
# Written by HyprBox, preset firewall-nftables: changes made here are overwritten.
# The first two lines let this file be loaded again: all of it takes effect at once, or nothing of it.
table inet hyprbox
delete table inet hyprbox
table inet hyprbox {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    ct state invalid drop
    iif "lo" accept
    icmp type { destination-unreachable, time-exceeded, parameter-problem } accept
    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept
    icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-query } accept
    ip6 saddr fe80::/10 udp dport 546 accept comment "DHCPv6"
$(rule_if "$allow_ping" 'icmp type echo-request limit rate 10/second accept')
$(rule_if "$allow_ping" 'icmpv6 type echo-request limit rate 10/second accept')
$(open_ports tcp "$ssh")
$(open_ports tcp "$tcp_ports")
$(open_ports udp "$udp_ports")
$(rule_if "$log_dropped" 'limit rate 5/minute log prefix "hyprbox-dropped: "')
    counter
  }
}
END

# After nftables.service, which empties the whole ruleset when it starts.
put_file /etc/systemd/system/hyprbox-firewall.service 644 <<END
# Written by HyprBox, preset firewall-nftables: changes made here are overwritten.
[Unit]
Description=Firewall of HyprBox
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=nftables.service
PartOf=nftables.service
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f $rules
ExecReload=/usr/sbin/nft -f $rules
ExecStop=/usr/sbin/nft delete table inet hyprbox

[Install]
WantedBy=sysinit.target
END

enable_unit hyprbox-firewall.service
if systemd_runs; then
  # Also when nothing was written: someone may have emptied the ruleset by hand.
  nft -f "$rules"
  say 'the firewall is up'
else
  say 'skipped loading the rules: systemd is not running here'
fi
