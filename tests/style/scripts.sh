#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs shellcheck over every shell script of the tree. Parts that are sourced share variables, which shellcheck cannot
# see from one of them alone.
set -euo pipefail

cd "$1"
command -v shellcheck >/dev/null || {
  echo 'shellcheck is not installed'
  exit 77
}
find .ci data tests \( -name '*.sh' -o -type f -perm -u+x \) -print0 |
  xargs -0 grep -lZE '^#!.*(ba)?sh$|shellcheck shell=' |
  xargs -0 shellcheck -x --source-path=SCRIPTDIR --severity=warning --exclude=SC2034,SC2154,SC2187
