#!/usr/bin/env bash
# ---
# title: Restic
# description: >-
#   Installs restic, which the agent makes backups with, from the distribution's own package, and what a remote
#   repository needs beside it.
# category: Backup
# version: 2
# uses: [on-error, say, fail, require-root, require-apt, apt-get, refresh-index, installed, install-packages]
# variables:
#   - name: remote
#     type: enum
#     label: Repositories
#     description: On local disks, S3 or REST; also by SFTP; also by rclone.
#     options: [plain, sftp, rclone]
#     default: plain
# ---
set -Eeuo pipefail
export LC_ALL=C.UTF-8
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR

require_root
require_apt
packages=(restic ca-certificates)
case $remote in
  plain) ;;
  sftp) packages+=(openssh-client) ;;
  rclone) packages+=(rclone) ;;
esac
install_packages "${packages[@]}"
restic version
say 'done'
