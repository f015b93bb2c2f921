#!/usr/bin/env bash
# ---
# title: PostgreSQL database
# description: >-
#   Installs PostgreSQL and makes sure that a role with a password and a database of its own exist. The password comes
#   from a file or a variable on the host; it is never part of a command line or of a log.
# category: Databases
# version: 1
# variables:
#   - name: database
#     type: string
#     label: Database
#     description: Name of the database.
#     required: true
#     pattern: '[a-z_][a-z0-9_]{0,62}'
#   - name: role
#     type: string
#     label: Role
#     description: Name of the role that owns it.
#     required: true
#     pattern: '(?!pg_)(?!postgres$)[a-z_][a-z0-9_]{0,62}'
#   - name: password
#     type: secretRef
#     label: Password
#     description: Where the host finds the role's password.
#     required: true
#   - name: allowed_network
#     type: string
#     label: Reachable from
#     description: Network from which the role may connect, such as 10.0.0.0/8. Empty means from this host only.
#     pattern: '[0-9a-fA-F.:]+/[0-9]{1,3}'
#   - name: max_connections
#     type: int
#     label: Connections
#     description: How many connections the server takes.
#     min: 10
#     max: 5000
#     default: 100
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

sql() {
  runuser -u postgres -- psql --no-psqlrc --quiet --tuples-only --no-align --port "$port" -v ON_ERROR_STOP=1 "$@"
}

as_sql_text() { printf "'%s'" "${1//\'/\'\'}"; }

running() { pg_lsclusters --no-header "$major" "$cluster" | awk '{ exit $4 !~ /^online/ }'; }

control() {
  if systemd_runs; then
    systemctl "$1" "postgresql@$major-$cluster.service"
  else
    pg_ctlcluster "$major" "$cluster" "$1"
  fi
}

# Where the agent starts a script, others may not enter.
cd /
require_root
require_apt
[ -n "$password" ] || fail 'the password is empty'
install_packages postgresql postgresql-client

read -r major cluster port _ < <(pg_lsclusters --no-header | sort -rn | head -n 1) ||
  fail 'PostgreSQL is installed without a cluster: make one with pg_createcluster'
say "using the cluster $major/$cluster on port $port"
config_dir=/etc/postgresql/$major/$cluster

install -d -m 0755 "$config_dir/conf.d"
put_file "$config_dir/conf.d/hyprbox.conf" 644 <<END
# Written by HyprBox, preset postgresql: changes made here are overwritten.
max_connections = $max_connections
listen_addresses = '$([ -n "$allowed_network" ] && echo '*' || echo localhost)'
password_encryption = 'scram-sha-256'
END
restart=$written

# The name of what allows it ends the line, so that a repeated run replaces its own line and no other.
mark="# hyprbox $database $role"
put_file "$config_dir/pg_hba.conf" 640 < <(
  awk -v mark="$mark" 'substr($0, length($0) - length(mark) + 1) != mark' "$config_dir/pg_hba.conf"
  if [ -n "$allowed_network" ]; then
    printf 'host "%s" "%s" %s scram-sha-256 %s\n' "$database" "$role" "$allowed_network" "$mark"
  fi
)
chown postgres:postgres "$config_dir/conf.d/hyprbox.conf" "$config_dir/pg_hba.conf"

if ! running; then
  control start
elif [ "$restart" = yes ]; then
  control restart
elif [ "$written" = yes ]; then
  control reload
fi
sql --dbname postgres --command 'SELECT 1' >/dev/null || fail 'PostgreSQL was started and does not answer'

if [ -z "$(sql --dbname postgres --command "SELECT 1 FROM pg_roles WHERE rolname = '$role'")" ]; then
  sql --dbname postgres --command "CREATE ROLE \"$role\" LOGIN"
  say "created the role $role"
fi
# By standard input and unlogged: neither ps nor the server's log ever shows the password.
sql --dbname postgres --file - <<END
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET password_encryption = 'scram-sha-256';
ALTER ROLE "$role" LOGIN PASSWORD $(as_sql_text "$password");
END
if [ -z "$(sql --dbname postgres --command "SELECT 1 FROM pg_database WHERE datname = '$database'")" ]; then
  sql --dbname postgres --command "CREATE DATABASE \"$database\" OWNER \"$role\""
  say "created the database $database"
fi

PGPASSWORD=$password psql --no-psqlrc --quiet --host 127.0.0.1 --port "$port" --username "$role" --dbname "$database" \
  --command 'SELECT 1' >/dev/null || fail "$role can not sign in to $database"
say "$role can sign in to $database"
