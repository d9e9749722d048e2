# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# A root of the next Debian, for a host of another generation and for a build
# against newer libraries. It is made once, with debootstrap from the archive
# that this computer uses, kept in the cache beside the unpacked packages and
# never written to afterwards but for packages that are added: whoever runs
# something in it does so on an overlay of his own.

readonly generation_suite=trixie

# What gamma needs there: a libvirt, a QEMU, and the tools the lab calls in a host.
readonly -a generation_host_packages=(
  libvirt-daemon-system libvirt-daemon-driver-interface libvirt-clients
  qemu-system-x86 qemu-utils openssh-server
  iproute2 nftables iptables dnsmasq-base iputils-ping procps gnutls-bin
)

generation_root() { printf '%s/%s\n' "$(cache_dir)" "$generation_suite"; }

# Prints where this computer gets Debian from.
debian_mirror() {
  local uri
  # shellcheck disable=SC2016 # the expression is apt's
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n 1)
  printf '%s\n' "${uri:-http://deb.debian.org/debian}"
}

debian_proxy() {
  local proxy=''
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  printf '%s\n' "${proxy:-${http_proxy:-}}"
}

# Runs a command in the root itself, with the computer's network.
# shellcheck disable=SC2016 # the expressions are for the shell inside
in_generation() {
  unshare --mount --propagation private --pid --fork --kill-child /bin/bash -euc '
    root=$1
    shift
    mount -t proc proc "$root/proc"
    mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
    exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"
  ' generation "$@"
}

make_generation_root() {
  local root=$1 log=$2 proxy
  proxy=$(debian_proxy)
  if [[ -n $proxy ]]; then export http_proxy=$proxy; fi
  debootstrap --variant=minbase "$generation_suite" "$root" "$(debian_mirror)" >"$log" 2>&1 || return 1
  [[ -e $root/etc/resolv.conf ]] || : >"$root/etc/resolv.conf"
  # Nothing starts there, nothing is synced for every file, and nobody reads its manuals.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  printf '%s\n' force-unsafe-io 'path-exclude=/usr/share/doc/*' 'path-exclude=/usr/share/man/*' \
    'path-exclude=/usr/share/locale/*/LC_MESSAGES/*' >"$root/etc/dpkg/dpkg.cfg.d/lab"
  {
    printf 'APT::Install-Recommends "false";\nAcquire::Languages "none";\n'
    [[ -z $proxy ]] || printf 'Acquire::http::Proxy "%s";\n' "$proxy"
  } >"$root/etc/apt/apt.conf.d/lab"
}

missing_in_generation() {
  local status=$1/var/lib/dpkg/status package
  shift
  for package in "$@"; do
    awk -v package="$package" '
      /^Package: / { mine = $2 == package }
      mine && /^Status: .* installed$/ { found = 1 }
      END { exit !found }' "$status" || printf '%s\n' "$package"
  done
}

install_in_generation() {
  local root=$1 log=$2
  shift 2
  in_generation "$root" apt-get -q -y -o Dpkg::Use-Pty=0 install "$@" </dev/null >"$log" 2>&1
}

ensure_debootstrap() {
  command -v debootstrap >/dev/null && return
  mkdir -p "$(cache_dir)"
  with_fresh_lists install_packages debootstrap || die "apt could not install debootstrap"
}

# ensure_generation PACKAGE…: the root is there and holds these.
ensure_generation() {
  local root log
  local -a missing
  root=$(generation_root)
  log=$(cache_dir)/$generation_suite.log
  # Not under the name of a lab, which may be called generation itself.
  exec 7>/run/lock/drover-generation-root.lock
  flock 7
  mkdir -p "$(cache_dir)"
  if [[ ! -d $root ]]; then
    ensure_debootstrap
    say "Making a root of Debian $generation_suite in $root …"
    rm -rf --one-file-system "$root.new"
    if ! make_generation_root "$root.new" "$log" 7>&-; then
      tail -n 5 "$log" >&2
      die "debootstrap could not make it; is there a network?"
    fi
    # The rename makes it whole or absent, also after a crash half-way.
    mv "$root.new" "$root"
  fi
  mapfile -t missing < <(missing_in_generation "$root" "$@")
  if ((${#missing[@]})); then
    say "Installing ${#missing[@]} packages and what they need in $root …"
    # The lists of a root that was made a while ago may name what the archive has no more.
    in_generation "$root" apt-get -qq update 7>&- || warn "apt-get update reported errors"
    # A crash in the middle of an earlier one is mended first.
    in_generation "$root" dpkg --configure -a >/dev/null 2>&1 7>&- || true
    if ! install_in_generation "$root" "$log" "${missing[@]}" 7>&-; then
      tail -n 5 "$log" >&2
      die "apt could not install them"
    fi
    in_generation "$root" apt-get clean 7>&-
  fi
  # Not under the name of a lab, which may be called generation itself.
  exec 7>&-
}

ensure_generation_of_hosts() { ensure_generation "${generation_host_packages[@]}"; }
