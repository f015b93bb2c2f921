#!/usr/bin/env bash
# ---
# description: Prints the ports on which this host is reached by SSH, by its configuration and by what listens.
# needs: [systemd-runs]
# ---
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
