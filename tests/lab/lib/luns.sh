# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Disks that are no files. A LUN is a file of the lab; each host sees it by a
# loop device of its own, so by another name. The hosts have no udevd: what it
# would have noted of the device (libvirt reads it) is written here.

lun_dir() { printf '%s\n' "$lab_state/luns"; }
lun_file() { printf '%s\n' "$(lun_dir)/$1.img"; }

lun_hash() { printf '%s' "$lab_name/$1" | md5sum; }

# The type, a maker (LIO's) and 25 digits of its own.
lun_wwn() { printf '6001405%.25s\n' "$(lun_hash "$1")"; }

# As Fibre Channel names a disk: by the port that leads to it, not by what it is.
lun_path() {
  local hash
  hash=$(lun_hash "$1")
  printf '/dev/disk/by-path/pci-0000:05:00.0-fc-0x50060e801049cfd1-lun-%d\n' "0x${hash:0:4}"
}

make_lun() {
  install -d "$(lun_dir)"
  [[ -e $(lun_file "$1") ]] || truncate -s "$2M" "$(lun_file "$1")"
}

# plug_lun HOST PATH LUN [nameless]: puts the LUN behind the path. One that is
# nameless does not say which it is.
plug_lun() {
  local host=$1 path=$2 lun=$3 loop wwn
  loop=$(losetup --find --show "$(lun_file "$lun")") || die 'this computer has no loop device to spare'
  printf '%s\n' "$loop" >"$(lun_dir)/$host-${path##*-}"
  wwn=$(lun_wwn "$lun")
  [[ ${4:-} != nameless ]] || wwn=''
  # shellcheck disable=SC2016
  in_host "$host" sh -ec '
    number=${1#/dev/loop}
    mknod -m 660 "$1" b 7 "$number"
    mkdir -p "${2%/*}" /dev/disk/by-id /run/udev/data
    : >/run/udev/control
    ln -sf "$1" "$2"
    {
      echo "S:${2#/dev/}"
      echo E:ID_TYPE=disk
      echo E:ID_BUS=scsi
      [ -z "$3" ] || echo "S:disk/by-id/wwn-0x$3"
      [ -z "$3" ] || echo "E:ID_SERIAL=3$3"
      echo G:systemd
      echo V:1
    } >"/run/udev/data/b7:$number"
    [ -z "$3" ] || ln -sf "$1" "/dev/disk/by-id/wwn-0x$3"' sh "$loop" "$path" "$wwn"
  # No udevd tells it that a disk has come.
  restart_libvirtd "$host"
}

unplug_lun() {
  local host=$1 path=$2 record loop
  record=$(lun_dir)/$host-${path##*-}
  [[ -e $record ]] || return 0
  loop=$(<"$record")
  # shellcheck disable=SC2016
  in_host "$host" sh -ec 'find /dev/disk -lname "$1" -delete; rm -f "$1" "/run/udev/data/b7:${1#/dev/loop}"' sh "$loop"
  losetup --detach "$loop"
  rm -f "$record"
}

forget_lun() {
  local host
  [[ -e $(lun_file "$1") ]] || return 0
  for host in "${lab_hosts[@]}"; do unplug_lun "$host" "$(guest_disk "$1")"; done
  rm -f "$(lun_file "$1")" "$(lun_file "$1-other")"
}

# By the files behind them, so that none is left whatever has been lost.
detach_luns() {
  local file loop
  for file in "$(lun_dir)"/*.img; do
    [[ -e $file ]] || continue
    while read -r loop; do losetup --detach "$loop" || true; done < <(losetup --noheadings --output NAME --associated "$file")
  done
}
