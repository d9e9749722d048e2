# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What a guest boots: Debian's kernel and a few files around a busybox.

# make_boot DIR: writes vmlinuz and initrd there.
make_boot() {
  local dir=$1 kernel tree module found
  kernel=$(unpacked linux-image-cloud-amd64)
  install -d "$dir"
  cp "$kernel"/boot/vmlinuz-* "$dir/vmlinuz"

  tree=$(mktemp -d "$lab_state/initrd.XXXXXX")
  install -d "$tree/bin" "$tree/modules"
  install "$(unpacked busybox-static)/bin/busybox" "$tree/bin/busybox"
  install "$lab_source/guest/init" "$tree/init"
  install "$lab_source/guest/dhcp-script" "$tree/bin/dhcp-script"
  install -m 644 "$lab_source/guest/modules" "$tree/modules/order"
  # A module that this kernel has built in has no file.
  while read -r module; do
    found=$(find "$kernel/lib/modules" -name "$module.ko*" -print -quit)
    case $found in
      *.ko) cp "$found" "$tree/modules/" ;;
      *.ko.xz) xz -dc "$found" >"$tree/modules/$module.ko" ;;
    esac
  done <"$lab_source/guest/modules"
  # Not compressed: unpacking costs an emulated processor more than reading.
  (cd "$tree" && find . -print0 | cpio --null --create --quiet --format=newc --owner=0:0) >"$dir/initrd"
  chmod 644 "$dir/vmlinuz" "$dir/initrd"
  rm -rf "$tree"
}
