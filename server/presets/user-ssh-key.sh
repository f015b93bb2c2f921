#!/usr/bin/env bash
# ---
# title: User with an SSH key
# description: >-
#   Makes sure that a user exists and can sign in with an SSH key, and says what sudo allows it. Keys that are there
#   already stay, unless all others are to go.
# category: Access
# version: 2
# uses: [on-error, say, fail, require-root, require-apt, apt-get, refresh-index, installed, install-packages, put-file]
# variables:
#   - name: username
#     type: string
#     label: User
#     description: The user's name.
#     required: true
#     pattern: '[a-z_][a-z0-9_-]{0,31}'
#   - name: public_key
#     type: string
#     label: Public key
#     description: One line as in an id_….pub file.
#     required: true
#     pattern: '(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+={0,2}(?: [^\r\n]*)?'
#   - name: only_key
#     type: boolean
#     label: The only key
#     description: Remove every other key of the user.
#     default: false
#   - name: sudo_rights
#     type: enum
#     label: sudo
#     description: Nothing, everything with the user's password, or everything without one.
#     options: [none, password, nopasswd]
#     default: none
#   - name: shell
#     type: path
#     label: Shell
#     description: Login shell of a new user.
#     default: /bin/bash
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

# Adds the key as the user itself: whatever the user made of its own directory, nothing else can be written this way.
write_key() {
  local options=()
  command -v runuser >/dev/null || fail 'there is no runuser here (package util-linux)'
  if [ "$only_key" = true ]; then options+=(only); fi
  runuser -u "$username" -- bash -s -- "$home" "$public_key" "${options[@]}" <<'AS_USER'
set -euo pipefail
umask 077
cd "$1"
mkdir -p .ssh
chmod 700 .ssh
keys=.ssh/authorized_keys
read -r type key _ <<<"$2"
if [ "${3:-}" != only ] && [ -e "$keys" ]; then
  # A last line without its end would swallow the key.
  sed -e '$a\' "$keys" >"$keys.new"
else
  : >"$keys.new"
fi
if ! grep -v '^ *#' "$keys.new" | grep -qF -- "$type $key"; then printf '%s\n' "$2" >>"$keys.new"; fi
if cmp -s "$keys.new" "$keys" && [ "$(stat -c %a "$keys")" = 600 ]; then
  rm "$keys.new"
else
  mv -f "$keys.new" "$keys"
  echo '==> wrote the key'
fi
AS_USER
}

# Where the agent starts a script, others may not enter.
cd /
require_root
if command -v ssh-keygen >/dev/null && ! ssh-keygen -lf - <<<"$public_key" >/dev/null 2>&1; then
  fail 'ssh-keygen does not take the public key: was a part of it lost?'
fi

if getent passwd "$username" >/dev/null; then
  say "the user $username exists"
else
  [ -x "$shell" ] || fail "the shell $shell does not exist on this host"
  useradd --create-home --shell "$shell" "$username"
  say "created the user $username"
fi
home=$(getent passwd "$username" | cut -d : -f 6)
[ -d "$home" ] || fail "the home directory $home of $username does not exist"
write_key

sudoers=/etc/sudoers.d/hyprbox-$username
case $sudo_rights in
  none)
    if [ -e "$sudoers" ]; then
      rm "$sudoers"
      say 'took back the sudo rights'
    fi
    ;;
  password | nopasswd)
    if ! command -v visudo >/dev/null; then
      require_apt
      install_packages sudo
    fi
    tag=
    if [ "$sudo_rights" = nopasswd ]; then tag='NOPASSWD:'; fi
    put_file "$sudoers" 440 visudo -cqf <<<"$username ALL=(ALL:ALL) ${tag}ALL"
    ;;
esac
say "$username can sign in with the key"
