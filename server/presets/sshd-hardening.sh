#!/usr/bin/env bash
# ---
# title: Harden the SSH server
# description: >-
#   Sets who may sign in by SSH and how. Refuses to do so if nobody could sign in afterwards, and takes effect only if
#   sshd accepts the configuration; sessions that are open stay open.
# category: Security
# version: 2
# uses: [on-error, say, fail, require-root, systemd-runs, put-file]
# variables:
#   - name: permit_root_login
#     type: enum
#     label: Root may sign in
#     description: Not at all, or with a key.
#     options: ['no', prohibit-password]
#     default: 'no'
#   - name: password_authentication
#     type: boolean
#     label: Passwords
#     description: Whether users may sign in with a password.
#     default: false
#   - name: max_auth_tries
#     type: int
#     label: Tries
#     description: Failed tries after which a connection is closed.
#     min: 1
#     max: 10
#     default: 4
#   - name: idle_minutes
#     type: int
#     label: Dead connections
#     description: Minutes after which a connection is closed whose other end does not answer.
#     min: 1
#     max: 1440
#     default: 15
#   - name: tcp_forwarding
#     type: boolean
#     label: Forwarding
#     description: Whether users may forward ports.
#     default: true
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
written=no

sshd=/usr/sbin/sshd
drop_in=/etc/ssh/sshd_config.d/00-hyprbox.conf

yes_no() { if [ "$1" = true ]; then echo yes; else echo no; fi; }

# The first value of an option counts, so the new file before the main one shows what would hold.
sshd_accepts() {
  local whole
  whole=$(mktemp)
  cat "$1" /etc/ssh/sshd_config >"$whole"
  local status=0
  "$sshd" -t -f "$whole" || status=$?
  rm "$whole"
  return "$status"
}

effective() { "$sshd" -T | awk -v option="$1" '$1 == option { print $2 }'; }

# Whether what was asked for is what counts, whatever other files say.
holds() {
  local root=$permit_root_login
  if [ "$root" = prohibit-password ]; then root=without-password; fi # as sshd itself calls it
  [ "$(effective permitrootlogin)" = "$root" ] &&
    [ "$(effective passwordauthentication)" = "$(yes_no "$password_authentication")" ] &&
    [ "$(effective maxauthtries)" = "$max_auth_tries" ]
}

has_key() { grep -qsE '^[^#]*(ssh-|ecdsa-|sk-)' "$1/.ssh/authorized_keys" "$1/.ssh/authorized_keys2"; }

has_password() { [ "$(passwd -S "$1" 2>/dev/null | awk '{ print $2 }')" = P ]; }

# Everyone who could still sign in, by what can be seen on this host.
ways_in() {
  local name uid home shell
  while IFS=: read -r name _ uid _ _ home shell; do
    case $shell in */nologin | */false | */sync) continue ;; esac
    if [ "$uid" -eq 0 ]; then
      if [ "$permit_root_login" = prohibit-password ] && has_key "$home"; then echo "$name (key)"; fi
    elif has_key "$home"; then
      echo "$name (key)"
    elif [ "$password_authentication" = true ] && has_password "$name"; then
      echo "$name (password)"
    fi
  done < <(getent passwd)
  if [ "$(effective authorizedkeyscommand)" != none ]; then echo 'those whom AuthorizedKeysCommand knows'; fi
  if [ "$(effective trustedusercakeys)" != none ]; then echo 'those with a certificate'; fi
}

require_root
[ -x "$sshd" ] || fail 'there is no SSH server on this host'
grep -qsE '^\s*Include\s+/etc/ssh/sshd_config\.d/\*\.conf' /etc/ssh/sshd_config ||
  fail '/etc/ssh/sshd_config does not include /etc/ssh/sshd_config.d/*.conf: add that line at its top'
install -d -m 0755 /run/sshd
"$sshd" -t || fail 'the configuration as it is now is not valid: repair it first'

mapfile -t ways < <(ways_in)
[ "${#ways[@]}" -gt 0 ] ||
  fail 'nobody could sign in afterwards: give someone a key first (preset user-ssh-key), or allow passwords'
say "can still sign in: $(printf '%s, ' "${ways[@]}" | sed 's/, $//')"

before=$(mktemp)
trap 'rm -f "$before"' EXIT
if [ -e "$drop_in" ]; then cp -p "$drop_in" "$before"; fi

put_file "$drop_in" 644 sshd_accepts <<END
# Written by HyprBox, preset sshd-hardening: changes made here are overwritten.
PermitRootLogin $permit_root_login
PasswordAuthentication $(yes_no "$password_authentication")
KbdInteractiveAuthentication $(yes_no "$password_authentication")
PermitEmptyPasswords no
MaxAuthTries $max_auth_tries
LoginGraceTime 30
ClientAliveInterval $((idle_minutes * 20))
ClientAliveCountMax 3
X11Forwarding no
AllowTcpForwarding $(yes_no "$tcp_forwarding")
END

if ! "$sshd" -t || ! holds; then
  if [ -s "$before" ]; then cp -p "$before" "$drop_in"; else rm "$drop_in"; fi
  fail "another file comes before $drop_in and says otherwise: everything is as it was"
fi

if [ "$written" = no ]; then
  say 'nothing to change'
elif systemd_runs; then
  systemctl try-reload-or-restart ssh.service 2>/dev/null || systemctl try-reload-or-restart sshd.service
  say 'sshd has read its configuration again'
else
  say 'skipped reloading sshd: systemd is not running here'
fi
