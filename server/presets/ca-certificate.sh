#!/usr/bin/env bash
# ---
# title: Trust a certificate authority
# description: >-
#   Adds a certificate authority of your own to those that the host's programs trust, or removes it again.
# category: Security
# version: 3
# uses: [on-error, say, fail, require-root, require-apt, apt-get, refresh-index, installed, install-packages, put-file]
# variables:
#   - name: authority
#     type: string
#     label: Name
#     description: Name of the file under which it is kept.
#     required: true
#     pattern: '[a-z0-9][a-z0-9-]{0,62}'
#   - name: certificate
#     type: string
#     label: Certificate
#     description: In PEM form, with its BEGIN and END lines. Leave it empty to remove the authority.
#     max: 65536
#     pattern: '(?:-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]+\n)+-----END CERTIFICATE-----\n?)?'
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

is_authority() {
  openssl x509 -noout -checkend 0 -in "$1" >/dev/null 2>&1 || {
    echo 'it has expired, or is no certificate' >&2
    return 1
  }
  openssl x509 -noout -ext basicConstraints -in "$1" 2>/dev/null | grep -q 'CA:TRUE' || {
    echo 'it is not the certificate of an authority' >&2
    return 1
  }
}

require_root
require_apt
install_packages ca-certificates openssl
file=/usr/local/share/ca-certificates/hyprbox-$authority.crt

if [ -n "$certificate" ]; then
  put_file "$file" 644 is_authority <<<"${certificate%$'\n'}"
elif [ -e "$file" ]; then
  rm "$file"
  written=yes
fi

if [ "$written" = no ] && { [ -z "$certificate" ] || [ -e "/etc/ssl/certs/hyprbox-$authority.pem" ]; }; then
  say 'nothing to change'
  exit 0
fi
update-ca-certificates
if [ -n "$certificate" ]; then
  openssl verify -CApath /etc/ssl/certs "$file" >/dev/null || fail 'the host does not trust it after all'
fi
say 'done'
