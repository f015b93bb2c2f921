#!/usr/bin/env bash
# ---
# title: Restart a service
# description: >-
#   Restarts a systemd service, or reloads it, and waits until it is up and, if wanted, its health address answers.
#   Fails with the service's last log lines if it does not come up.
# category: Services
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs]
# variables:
#   - name: service
#     type: string
#     label: Service
#     description: Name of the unit, such as nginx or postgresql@15-main.
#     required: true
#     pattern: '[A-Za-z0-9:_.@\\-]+'
#     max: 200
#   - name: action
#     type: enum
#     label: Action
#     description: Restart it, reload it if it can, or restart it only if it runs.
#     options: [restart, reload-or-restart, try-restart]
#     default: restart
#   - name: health_url
#     type: string
#     label: Health address
#     description: Asked until it answers with a status below 400, such as http://127.0.0.1:8080/healthz.
#     pattern: 'https?://[^\s"'']+'
#   - name: timeout_seconds
#     type: int
#     label: Patience (seconds)
#     description: How long it may take to come up.
#     min: 1
#     max: 3600
#     default: 60
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

unit=${service%.service}.service

give_up() {
  systemctl status --no-pager --full --lines 0 -- "$unit" >&2 || true
  journalctl --no-pager --lines 30 --unit "$unit" >&2 || true
  fail "$1"
}

healthy() {
  if command -v curl >/dev/null; then
    curl --silent --show-error --fail --output /dev/null --max-time 5 -- "$health_url"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document /dev/null --timeout 5 --tries 1 -- "$health_url"
  else
    fail 'a health address needs curl or wget on the host'
  fi
}

require_root
systemd_runs || fail 'systemd is not running here'
[ "$(systemctl show --property LoadState --value -- "$unit")" = loaded ] || fail "there is no service $unit"
if [ "$action" = try-restart ] && ! systemctl is-active --quiet -- "$unit"; then
  say "$unit does not run: nothing to do"
  exit 0
fi

deadline=$((SECONDS + timeout_seconds))
say "$action of $unit"
timeout "$timeout_seconds" systemctl "$action" -- "$unit" || give_up "$unit did not come up"

until systemctl is-active --quiet -- "$unit"; do
  ((SECONDS < deadline)) || give_up "$unit is not active after $timeout_seconds seconds"
  sleep 0.5
done
if [ -n "$health_url" ]; then
  until complaint=$(healthy 2>&1); do
    ((SECONDS < deadline)) || give_up "$health_url does not answer well after $timeout_seconds seconds: $complaint"
    sleep 0.5
  done
  say "$health_url answers"
fi
# Some programs start well and stop a moment later.
sleep 1
systemctl is-active --quiet -- "$unit" || give_up "$unit came up and stopped again"
say "$unit is up"
