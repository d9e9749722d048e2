# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The storage server, store, on request: a namespace of its own with a real
# GlusterFS (volume "vm") and a real NFS server in user space, nfs-ganesha. It
# is no libvirt host. Its packages would start services, so they are unpacked
# side by side in the cache and laid over /usr, in the server and in the hosts
# that mount from it; the computer's own /usr is never touched.

readonly -a storage_packages=(
  libglusterfs0 libgfxdr0 libgfrpc0 libglusterd0 libgfapi0 libgfchangelog0 liburcu8 attr
  glusterfs-cli glusterfs-common glusterfs-client glusterfs-server
  rpcbind keyutils libnfsidmap1 nfs-common libnfs13 libnfs-utils
  libntirpc4.3 libwbclient0 nfs-ganesha nfs-ganesha-vfs
)

storage_tree() { printf '%s\n' "$(cache_dir)/storage-tree"; }
has_storage() { [[ -e $storage_mark ]]; }

storage_tree_is_whole() { [[ $(cat "$(storage_tree)/packages" 2>/dev/null) == "${storage_packages[*]}" ]]; }

# Debian's packages still name /sbin and /lib, which are links into /usr.
merge_into_usr() {
  local part
  for part in bin sbin lib; do
    [[ ! -d $1/$part ]] || cp -a "$1/$part/." "$1/usr/$part/"
    rm -rf "${1:?}/$part"
  done
}

make_storage_tree() {
  local tree
  tree=$(mktemp -d "$(cache_dir)/download.XXXXXX")
  install -d "$tree"/{debs,usr/bin,usr/sbin,usr/lib}
  chmod 755 "$tree"
  if ! (cd "$tree/debs" && apt-get -qq -o APT::Sandbox::User=root download "${storage_packages[@]}"); then
    rm -rf "$tree"
    return 1
  fi
  for deb in "$tree"/debs/*.deb; do dpkg-deb -x "$deb" "$tree"; done
  rm -rf "$tree/debs"
  merge_into_usr "$tree"
  # Nobody replicates to another continent here, and glusterd would prepare
  # for it by ten Python programs in a row.
  rm -f "$tree"/usr/lib/*/glusterfs/gsyncd
  printf '%s\n' "${storage_packages[*]}" >"$tree/packages"
  rm -rf "$(storage_tree)"
  mv "$tree" "$(storage_tree)"
}

ensure_storage_packages() {
  storage_tree_is_whole && return
  exec 8>/run/lock/drover-lab-packages.lock
  flock 8
  if ! storage_tree_is_whole; then
    say "Fetching GlusterFS and nfs-ganesha (unpacked in $(cache_dir), not installed) …"
    with_fresh_lists make_storage_tree || die "could not fetch the packages of the storage server"
  fi
  exec 8>&-
}

# --- the server

fill_store() {
  local dir
  dir=$(host_dir store)
  install -d "$dir/lab" "$dir/exports"/{vm,squashed,readonly,others} "$dir/brick" "$dir/log"
  chmod 1777 "$dir/exports/squashed"
  fill_etc "$dir/etc"
  printf 'store.%s\n' "$lab_domain" >"$dir/etc/hostname"
  cp "$lab_source"/store/{init,services} "$dir/lab/"
  sed "s/@NET@/$lab_net/g" "$lab_source/store/ganesha.conf" >"$dir/lab/ganesha.conf"
}

make_store_network() {
  make_namespace store
  plug store eth0
  give_address store eth0
}

start_store() {
  local dir
  dir=$(host_dir store)
  setsid nsenter --net="/run/netns/$(netns_of store)" \
    env -i PATH="$lab_path" LANG=C.UTF-8 HOME=/root \
    LAB_HOST="store.$lab_domain" LAB_DIR="$dir" LAB_STORAGE="$(storage_tree)" \
    unshare --mount --propagation slave --uts --ipc --pid --fork --kill-child --mount-proc \
    /bin/bash "$dir/lab/init" >"$dir/init.log" 2>&1 </dev/null 9>&- &
  remember_process "$dir/unshare.pid" $!
  disown
}

store_is_ready() { [[ -e $(host_dir store)/lab/ready ]]; }

await_store() {
  if ! wait_for 60 store_is_ready; then
    sed 's/^/  /' "$(host_dir store)/init.log" >&2
    die "the storage server did not come up; its logs are in $(host_dir store)"
  fi
}

store_is_healthy() { ! has_storage || { host_pid store >/dev/null && store_is_ready; }; }
