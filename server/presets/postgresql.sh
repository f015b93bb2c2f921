#!/usr/bin/env bash
# ---
# title: PostgreSQL database
# description: >-
#   Installs PostgreSQL and makes sure that a role with a password and a database of its own exist. The password comes
#   from a file or a variable on the host; it is never part of a command line or of a log.
# category: Databases
# version: 3
# uses:
#   [
#     on-error, say, fail, require-root, require-apt, systemd-runs, apt-get, refresh-index, installed, install-packages,
#     put-file,
#   ]
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
#     description: Name of the role that owns it. PostgreSQL keeps pg_ and postgres for itself.
#     required: true
#     pattern: '[a-oq-z_][a-z0-9_]{0,62}|p[a-fh-z0-9_][a-z0-9_]{0,61}|pg[a-z0-9][a-z0-9_]{0,60}|pg?'
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
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

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
[ "$role" != postgres ] || fail 'the role postgres belongs to PostgreSQL itself: choose another name'
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
