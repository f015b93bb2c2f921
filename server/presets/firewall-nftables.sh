#!/usr/bin/env bash
# ---
# title: Firewall
# description: >-
#   Lets nothing in but what is named here, answers to what the host asked for itself, and the ports on which its SSH
#   server listens. Lives in a table of its own, so that rules of Docker and others stay.
# category: Security
# version: 2
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file, enable-unit, ssh-ports,
#   ]
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

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
