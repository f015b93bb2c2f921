#!/usr/bin/env bash
# ---
# title: Take a user's access away
# description: >-
#   Locks an account at once: no password, no key, no sudo right, no scheduled job, no session that is still open. The
#   home directory stays unless it is to be archived and removed.
# category: Access
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs]
# variables:
#   - name: username
#     type: string
#     label: User
#     description: The user's name.
#     required: true
#     pattern: '[a-z_][a-z0-9_-]{0,31}'
#   - name: archive_home
#     type: boolean
#     label: Archive the home directory
#     description: Pack the home directory into the archive directory and remove it.
#     default: false
#   - name: archive_dir
#     type: path
#     label: Archive directory
#     description: Where the archive goes, which only root may read.
#     default: /var/backups/offboarded
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

# Where the agent starts a script, others may not enter.
cd /
require_root
if ! entry=$(getent passwd "$username"); then
  say "there is no user $username: nothing to do"
  exit 0
fi
IFS=: read -r _ _ uid _ _ home _ <<<"$entry"
[ "$uid" -ge 1000 ] || fail "$username is an account of the system (uid $uid), which needs it"
grep -q "^$username:" /etc/passwd || fail "$username comes from a directory service: take the access away there"

# The expiry date holds for keys too; a locked password alone would leave them.
if [ "$(getent shadow "$username" | cut -d : -f 8)" != 1 ]; then
  usermod --lock --expiredate 1 "$username"
  say "locked $username"
fi
rm -f "/etc/sudoers.d/hyprbox-$username"
for group in sudo admin wheel adm docker lxd libvirt; do
  if id -nG "$username" | tr ' ' '\n' | grep -qx "$group"; then
    gpasswd --delete "$username" "$group" >/dev/null
    say "removed $username from the group $group"
  fi
done
if command -v crontab >/dev/null && crontab -u "$username" -l >/dev/null 2>&1; then
  crontab -u "$username" -r
  say 'removed the crontab'
fi
if systemd_runs; then
  loginctl disable-linger "$username" 2>/dev/null || true
  loginctl terminate-user "$username" 2>/dev/null || true
fi
if ! command -v pkill >/dev/null; then
  say 'skipped ending processes: there is no pkill here (package procps)'
elif pkill -KILL -u "$uid"; then
  say 'ended what was still running'
fi

if [ -e "$home/.ssh/authorized_keys" ]; then
  # As the user, so that a link in the home directory leads nowhere else.
  runuser -u "$username" -- rm -f -- "$home/.ssh/authorized_keys"
  say 'removed the SSH keys'
fi

if [ "$archive_home" = true ] && [ -d "$home" ]; then
  case $home in
    /home/?*) ;;
    *) fail "the home directory $home is not below /home: it stays" ;;
  esac
  [ -d "$archive_dir" ] || install -d -m 0700 "$archive_dir"
  archive=$archive_dir/$username-$(date -u +%Y%m%dT%H%M%SZ).tar.gz
  (umask 077 && tar -C "$(dirname "$home")" -czf "$archive.part" -- "$(basename "$home")")
  mv "$archive.part" "$archive"
  rm -rf --one-file-system -- "$home"
  say "archived $home as $archive and removed it"
fi
say "$username has no access any more"
