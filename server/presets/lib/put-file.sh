#!/usr/bin/env bash
# ---
# description: |
#   Puts standard input at $1 with mode $2 in one step, unless it is there already. Sets `written` to yes if it wrote;
#   a preset that asks sets it to no before. What follows is a command that must accept the new file, given to it as the
#   last argument, before it is put in place.
# needs: [say, fail]
# ---
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
