#!/usr/bin/env bash
# ---
# title: Check a TLS certificate
# description: >-
#   Says for whom a certificate is and until when it is valid. Fails if that is too soon, or if a server's certificate
#   is not for its name or not by an authority that the host knows. Changes nothing.
# category: Inspect
# version: 2
# uses: [on-error, say, fail]
# variables:
#   - name: source
#     type: enum
#     label: Where it is
#     description: On a server that is asked from this host, or in a file on this host.
#     options: [server, file]
#     default: server
#   - name: server_name
#     type: string
#     label: Server
#     description: Name of the server.
#     pattern: '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?'
#   - name: port
#     type: int
#     label: Port
#     description: Port of the server.
#     min: 1
#     max: 65535
#     default: 443
#   - name: certificate_file
#     type: path
#     label: File
#     description: PEM file with the certificate, its own first.
#   - name: min_days
#     type: int
#     label: Days left
#     description: How many days it must still be valid.
#     min: 0
#     max: 3650
#     default: 21
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

from_server() {
  local answer
  answer=$(timeout 20 openssl s_client -connect "$server_name:$port" -servername "$server_name" \
    -verify_hostname "$server_name" -verify_return_error 2>&1 </dev/null) || {
    printf '%s\n' "$answer" | grep -iE 'error|verif|refused|errno' >&2 || true
    fail "$server_name:$port gives no certificate that can be trusted"
  }
  openssl x509 <<<"$answer"
}

command -v openssl >/dev/null || fail 'there is no openssl on this host (package openssl)'
case $source in
  server)
    [ -n "$server_name" ] || fail 'a server needs its name'
    certificate=$(from_server)
    ;;
  file)
    [ -n "$certificate_file" ] || fail 'a file needs its path'
    [ -r "$certificate_file" ] || fail "$certificate_file can not be read"
    certificate=$(openssl x509 -in "$certificate_file") || fail "$certificate_file holds no certificate"
    ;;
esac

openssl x509 -noout -subject -issuer -serial -startdate -enddate -ext subjectAltName <<<"$certificate" 2>/dev/null
openssl x509 -noout -checkend $((min_days * 86400)) <<<"$certificate" >/dev/null ||
  fail "it is not valid for $min_days more days"
say "it is valid for at least $min_days more days"
