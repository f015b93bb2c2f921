#!/usr/bin/env bash
# ---
# title: Release the application
# description: Unpacks a release, migrates the database, swaps the symlink and restarts the service one worker at a time.
# category: Applications
# version: 7
# variables:
#   - name: service
#     type: string
#     label: Service
#     description: The systemd unit, without its suffix.
#     required: true
#     pattern: "[a-z][a-z0-9-]{0,31}"
#   - name: release
#     type: string
#     label: Release
#     description: As it is tagged, such as v2.14.0.
#     required: true
#     pattern: "v[0-9]+\\.[0-9]+\\.[0-9]+"
#   - name: workers
#     type: int
#     label: Workers
#     default: 4
#     min: 1
#     max: 32
# ---
# It plays a release for the pictures in the README and changes nothing.
say() { printf '\033[1;36m==>\033[0m %s\n' "$*"; }
ok() { printf '    \033[32mok\033[0m  %s\n' "$*"; }
# Long enough for the two streams to be read in the order in which they are written to.
work() { sleep 0.2; }

say "Release $release of $service"
printf '    %-14s %s\n' unit "$service.service" workers "$workers" previous v2.13.2
say "Fetch and verify the artifact"
printf '    %s-%s.tar.zst  48.6 MB\n' "$service" "$release"
ok 'sha256 9f2c61e07b4d88a1 matches the manifest'
ok 'signature by release-bot, key 4C1A 77E0'
say "Unpack to /srv/$service/releases/$release"
ok '1,284 files, 131.2 MB'
say 'Migrate the database'
for step in 0141_orders_add_currency 0142_orders_backfill_currency 0143_customers_index_email; do
  printf '    %-38s \033[32mdone\033[0m\n' "$step"
done
work
printf 'warning: 0142 touched 1,204,311 rows; autovacuum is behind on public.orders\n' >&2
work
say 'Swap the symlink and restart, one worker at a time'
for ((worker = 1; worker < workers; worker++)); do
  printf '    worker %s/%s  drained 1.%ss  started 0.%ss  \033[32mhealthy\033[0m after %s checks\n' \
    "$worker" "$workers" "$((worker * 3))" "$((worker + 4))" "$((worker + 1))"
done
printf '    worker %s/%s  draining, 12 requests in flight\n' "$workers" "$workers"
sleep 600
