#!/usr/bin/env bash
# ---
# title: Prometheus node exporter
# description: >-
#   Offers the host's metrics to Prometheus, from the distribution's own package.
# category: Monitoring
# version: 2
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file, enable-unit,
#   ]
# variables:
#   - name: listen_address
#     type: string
#     label: Address
#     description: Where Prometheus asks, such as 127.0.0.1:9100, [::1]:9100 or :9100 for everywhere.
#     pattern: '(?:[0-9.]+|\[[0-9a-fA-F:]+\])?:[0-9]{1,5}'
#     default: 127.0.0.1:9100
#   - name: textfile_dir
#     type: path
#     label: Text files
#     description: Directory whose *.prom files are offered too.
#     pattern: '/[A-Za-z0-9._/-]+'
#     default: /var/lib/prometheus/node-exporter
#   - name: systemd_units
#     type: boolean
#     label: Units
#     description: Also offer the state of systemd's units.
#     default: true
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

require_root
require_apt
install_packages prometheus-node-exporter
install -d -m 0755 "$textfile_dir"

arguments="--web.listen-address=$listen_address --collector.textfile.directory=$textfile_dir"
if [ "$systemd_units" = true ]; then arguments="$arguments --collector.systemd"; fi
put_file /etc/default/prometheus-node-exporter 644 <<END
# Written by HyprBox, preset node-exporter: changes made here are overwritten.
ARGS="$arguments"
END

enable_unit prometheus-node-exporter.service
if systemd_runs && [ "$written" = yes ]; then
  systemctl restart prometheus-node-exporter.service
  sleep 1
  systemctl is-active --quiet prometheus-node-exporter.service || fail 'the exporter does not come up: see its journal'
fi
say "metrics are offered at $listen_address"
