# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the README's two commands share: packages, and a build by the user who called them.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly top

readonly -a build_packages=(
  gcc meson ninja-build pkg-config gettext
  libvirt-dev libvirt-glib-1.0-dev libxml2-dev libjson-glib-dev libsqlite3-dev
  libgtk-4-dev libgtk-4-bin libadwaita-1-dev libglib2.0-dev-bin librsvg2-common
)
readonly -a test_packages=(
  clang-14 libclang-rt-14-dev clang-format-14 shellcheck python3 jq
  xvfb xauth xdotool dbus at-spi2-core gir1.2-atspi-2.0 python3-gi
  fonts-cantarell fonts-noto-cjk adwaita-icon-theme desktop-file-utils appstream
  libfuse3-dev libnfs-dev
  man-db groff-base mandoc zsh fish flatpak-builder
)

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

need_root() {
  [[ $EUID -eq 0 ]] || die "This needs root for packages and network namespaces: sudo $0"
  command -v apt-get >/dev/null || die "This command is for Debian 12 or newer: there is no apt-get here."
}

# install PACKAGE...: those that are missing, without a question.
install() {
  local package missing=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  printf 'Installing %s\n' "${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Runs a command as the user who called sudo: what is built belongs to them.
as_caller() {
  if [[ -n ${SUDO_UID:-} && $SUDO_UID != 0 ]]; then
    setpriv --reuid "$SUDO_UID" --regid "${SUDO_GID:-$SUDO_UID}" --init-groups -- "$@"
  else
    "$@"
  fi
}

# build DIRECTORY [MESON OPTION...]: sets up once, builds always.
build() {
  local directory=$1
  shift
  if [[ ! -f $directory/build.ninja ]]; then
    as_caller mkdir -p "$directory"
    as_caller meson setup "$directory" "$top" "$@" >"$directory/setup.log" 2>&1 || {
      tail -n 20 "$directory/setup.log" >&2
      die "meson could not set up $directory."
    }
  fi
  as_caller ninja -C "$directory" --quiet
}
