#!/usr/bin/env bash
# ---
# title: Website with nginx
# description: >-
#   Serves a site with nginx: files from a directory, or a program behind it. Takes effect only if nginx accepts the
#   whole configuration; nginx reloads without dropping a connection.
# category: Web
# version: 2
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file, enable-unit,
#   ]
# variables:
#   - name: domain
#     type: string
#     label: Domain
#     description: The name under which the site is reached.
#     required: true
#     pattern: '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
#     max: 253
#   - name: mode
#     type: enum
#     label: Serves
#     description: Files from the root directory, or what answers at the upstream address.
#     options: [static, proxy]
#     default: static
#   - name: root
#     type: path
#     label: Root directory
#     description: >-
#       Where the files are, below /var/www, /srv, /opt, /home or /usr/share; made with a first page if it does not
#       exist. Empty means /var/www/<domain>.
#     pattern: '/(?:var/www|srv|opt|home|usr/share)/[A-Za-z0-9._/-]+'
#   - name: upstream
#     type: string
#     label: Upstream
#     description: Address of the program behind nginx, such as http://127.0.0.1:3000.
#     pattern: 'https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?'
#   - name: port
#     type: int
#     label: Port
#     description: Port of plain HTTP.
#     min: 1
#     max: 65535
#     default: 80
#   - name: default_server
#     type: boolean
#     label: Default site
#     description: Also answer requests for names that no site has, in place of the page that Debian ships.
#     default: false
#   - name: max_body_mb
#     type: int
#     label: Largest upload (MB)
#     description: Larger requests are refused.
#     min: 1
#     max: 10240
#     default: 10
#   - name: tls_certificate
#     type: path
#     label: TLS certificate
#     description: File with the certificate and its chain. With it, port 443 is served and plain HTTP sent there.
#     pattern: '/[A-Za-z0-9._/-]+'
#   - name: tls_key
#     type: path
#     label: TLS key
#     description: File with the certificate's key.
#     pattern: '/[A-Za-z0-9._/-]+'
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

flag() { if [ "$default_server" = true ]; then echo ' default_server'; fi; }

# $1 is the port and what holds for it.
listen() { printf '  listen %s;\n  listen [::]:%s;\n  server_name %s;\n' "$1" "$1" "$domain"; }

# A name of its own for each site: nginx's variables are shared by all of them.
connection=hyprbox_connection_${domain//[^a-z0-9]/_}

# "$http_host" and the like are nginx's own variables.
# shellcheck disable=SC2016
location_block() {
  if [ "$mode" = static ]; then
    printf '  root %s;\n  index index.html;\n\n  location / {\n    try_files $uri $uri/ =404;\n  }\n' "$root"
    return
  fi
  printf '  location / {\n    proxy_pass %s;\n' "$upstream"
  printf '    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $%s;
    proxy_read_timeout 300s;
  }
' "$connection"
}

# shellcheck disable=SC2016
server_blocks() {
  printf '# Written by HyprBox, preset nginx-site: changes made here are overwritten.\n'
  if [ "$mode" = proxy ]; then
    # Lets WebSockets through, and closes other connections as usual.
    printf "map \$http_upgrade \$%s {\n  default upgrade;\n  '' close;\n}\n\n" "$connection"
  fi
  printf 'server {\n'
  listen "$port$(flag)"
  if [ -n "$tls_certificate" ]; then
    printf '\n  location / {\n    return 308 https://%s$request_uri;\n  }\n}\n\n' "$domain"
    printf 'server {\n'
    listen "443 ssl$(flag)"
    printf '  ssl_certificate %s;\n  ssl_certificate_key %s;\n' "$tls_certificate" "$tls_key"
    printf '  ssl_protocols TLSv1.2 TLSv1.3;\n'
  fi
  printf '  client_max_body_size %sm;\n  server_tokens off;\n' "$max_body_mb"
  printf '  add_header X-Content-Type-Options nosniff always;\n\n'
  location_block
  printf '}\n'
}

require_root
require_apt
if [ "$mode" = proxy ] && [ -z "$upstream" ]; then fail 'a proxy needs an upstream address'; fi
if [ -n "$tls_certificate$tls_key" ]; then
  [ -s "$tls_certificate" ] || fail "there is no TLS certificate at ${tls_certificate:-(not given)}"
  [ -s "$tls_key" ] || fail "there is no TLS key at ${tls_key:-(not given)}"
fi
install_packages nginx

if [ "$mode" = static ]; then
  root=${root:-/var/www/$domain}
  if [ ! -d "$root" ]; then
    install -d -m 0755 "$root"
    printf '<!doctype html>\n<title>%s</title>\n<h1>%s</h1>\n' "$domain" "$domain" >"$root/index.html"
    say "made $root with a first page"
  fi
fi

available=/etc/nginx/sites-available/$domain
enabled=/etc/nginx/sites-enabled/$domain
debian_default=/etc/nginx/sites-enabled/default
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
if [ -e "$available" ]; then cp -p "$available" "$kept/site"; fi
had_link=$([ -L "$enabled" ] && echo yes || echo no)

put_file "$available" 644 < <(server_blocks)
if [ "$had_link" = no ]; then
  ln -sfn "$available" "$enabled"
  written=yes
fi
if [ "$default_server" = true ] && [ -L "$debian_default" ]; then
  mv "$debian_default" "$kept/default"
  written=yes
fi

# nginx reads all of its files or none: the new site is tested in its place and taken back if it is the fault.
if ! nginx -t -q; then
  if [ -e "$kept/site" ]; then cp -p "$kept/site" "$available"; else rm -f "$available"; fi
  if [ "$had_link" = no ]; then rm -f "$enabled"; fi
  if [ -L "$kept/default" ]; then mv "$kept/default" "$debian_default"; fi
  fail 'nginx does not accept the configuration: everything is as it was'
fi
say 'nginx accepts the configuration'

enable_unit nginx.service
if systemd_runs && [ "$written" = yes ]; then
  systemctl reload nginx.service
  say 'nginx has read its configuration again'
fi
say "$domain is set up"
