#!/bin/sh
# Makes the role that the server runs as, in the container of docker-compose.yml; may be run again. What the role may do
# with the tables is granted by the server when it migrates.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
\getenv password POSTGRES_APP_PASSWORD
SELECT 'CREATE ROLE hyprbox_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hyprbox_app') \gexec
ALTER ROLE hyprbox_app LOGIN PASSWORD :'password';
REVOKE TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC;
SQL
