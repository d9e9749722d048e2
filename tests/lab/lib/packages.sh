# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the lab needs from Debian. Packages that only add programs are
# installed. Those that would start a service, install a kernel or push out
# something the computer already has are fetched and unpacked in a cache.

readonly -a lab_installed=(
  libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients
  qemu-system-x86 qemu-utils
  iproute2 nftables iptables dnsmasq-base libwrap0
  polkitd iputils-ping openssh-client openssl gnutls-bin cpio xz-utils procps util-linux
  libsasl2-modules libsasl2-modules-db swtpm swtpm-tools ovmf
)
readonly -a lab_unpacked=(
  linux-image-cloud-amd64 openssh-server busybox-static libvirt-daemon-system sasl2-bin
)

missing_packages() {
  local package
  for package in "${lab_installed[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
      printf '%s\n' "$package"
  done
}

# Prints the directory where package $1 is unpacked: the newest version there.
unpacked() {
  local dir
  dir=$(find "$(cache_dir)" -mindepth 1 -maxdepth 1 -type d -name "$1@*" 2>/dev/null | sort -V | tail -n 1)
  [[ -n $dir ]] && printf '%s\n' "$dir"
}

# The kernel's meta package only depends on the package that holds it.
real_package() {
  if [[ $1 == linux-image-cloud-amd64 ]]; then
    apt-cache depends --important "$1" | awk '$1 == "Depends:" { print $2; exit }'
  else
    printf '%s\n' "$1"
  fi
}

fetch_package() {
  local package=$1 real cache download version
  cache=$(cache_dir)
  real=$(real_package "$package")
  [[ -n $real ]] || return 1
  version=$(apt-cache show --no-all-versions "$real" 2>/dev/null | sed -n 's/^Version: //p')
  [[ -n $version ]] || return 1
  download=$(mktemp -d "$cache/download.XXXXXX")
  # apt fetches as its own user, which cannot look into every cache directory.
  if ! (cd "$download" && apt-get -qq -o APT::Sandbox::User=root download "$real") ||
    ! dpkg-deb -x "$download"/*.deb "$download/tree"; then
    rm -rf "$download"
    return 1
  fi
  # The rename makes it whole or absent, also after a crash half-way.
  rm -rf "${cache:?}/$package@$version"
  mv "$download/tree" "$cache/$package@$version"
  rm -rf "$download"
}

# Keeps services from starting while packages are installed. A policy that the
# administrator has put there stays and is obeyed.
readonly policy=/usr/sbin/policy-rc.d
readonly policy_mark='# put here by the drover lab while it installs packages'

forbid_services() {
  lift_service_ban
  [[ -e $policy ]] && return
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy"
  chmod 755 "$policy"
}

lift_service_ban() {
  if [[ -f $policy ]] && grep -qxF "$policy_mark" "$policy"; then
    rm -f "$policy"
  fi
}

install_packages() (
  trap lift_service_ban EXIT
  forbid_services
  log=$(cache_dir)/apt.log
  export DEBIAN_FRONTEND=noninteractive
  if ! apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" </dev/null >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    return 1
  fi
)

# Runs a step, and once more with fresh package lists if it failed.
with_fresh_lists() {
  "$@" && return
  say "Fetching the package lists …"
  apt-get -qq update || warn "apt-get update reported errors"
  "$@"
}

packages_ready() {
  local package
  [[ -z $(missing_packages) ]] || return 1
  for package in "${lab_unpacked[@]}"; do
    [[ -n $(unpacked "$package") ]] || return 1
  done
}

ensure_packages() {
  packages_ready && return
  command -v apt-get >/dev/null || die "the lab knows only Debian's apt; install by hand: ${lab_installed[*]}"
  [[ $(dpkg --print-architecture) == amd64 ]] || die "the lab's guests need an amd64 computer"

  local package
  local -a missing
  exec 8>/run/lock/drover-packages.lock
  flock 8
  mkdir -p "$(cache_dir)"
  rm -rf "$(cache_dir)"/download.*
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]})); then
    say "Installing ${missing[*]} …"
    with_fresh_lists install_packages "${missing[@]}" || die "apt could not install them"
  fi
  for package in "${lab_unpacked[@]}"; do
    [[ -n $(unpacked "$package") ]] && continue
    say "Fetching $package (unpacked in $(cache_dir), not installed) …"
    with_fresh_lists fetch_package "$package" || die "could not fetch $package; is there a network, and are the package sources in order?"
  done
  exec 8>&-
}

command_packages() {
  local option
  for option in "$@"; do
    [[ $option == --generation || $option == --storage ]] || usage_error "packages: unknown option '$option'"
  done
  ensure_packages
  if [[ " $* " == *" --generation "* ]]; then ensure_generation_of_hosts; fi
  if [[ " $* " == *" --storage "* ]]; then ensure_storage_packages; fi
  say "The lab has all the packages it needs."
}
