#!/usr/bin/env bash
# ---
# description: |
#   Runs apt-get without a question: it waits for other runs of dpkg and keeps changed configuration files.
# ---
apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
