#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# clang-format must leave every source as it is.
set -euo pipefail

cd "$1"
command -v clang-format-14 >/dev/null || {
  echo 'clang-format-14 is not installed'
  exit 77
}
find src tests -name '*.[ch]' -print0 | xargs -0 clang-format-14 --dry-run --Werror
