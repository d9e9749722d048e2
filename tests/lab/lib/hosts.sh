# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Raising a host: its directory is filled here, its namespaces are entered by
# host/init, which is process 1 there. The directory becomes, in the host:
#   etc-libvirt pki ssh  ->  /etc/libvirt /etc/pki /etc/ssh
#   lib log cache        ->  /var/{lib,log,cache}/libvirt
#   root srv             ->  /root /srv

host_dir() { printf '%s\n' "$lab_state/$1"; }

hosts_file() {
  local host
  printf '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n'
  printf '%s desk.%s desk\n' "$(address_of desk)" "$lab_domain"
  for host in "${lab_hosts[@]}"; do
    printf '%s %s.%s %s\n' "$(address_of "$host")" "$host" "$lab_domain" "$host"
  done
  if has_storage; then printf '%s store.%s store\n' "$(address_of store)" "$lab_domain"; fi
}

# Files that belong over /etc in a host as well as in the desk.
fill_etc() {
  local dir=$1
  install -d "$dir"
  hosts_file >"$dir/hosts"
  : >"$dir/resolv.conf"
  # No systemd-resolved, no mDNS: names come from the file and from nowhere else.
  sed 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf >"$dir/nsswitch.conf"
}

write_libvirtd_conf() {
  local dir=$1
  cat >>"$dir/libvirtd.conf" <<END

# The lab's own settings.
listen_tls = 1
listen_tcp = 1
auth_tcp = "none"
auth_tls = "none"
auth_unix_ro = "none"
auth_unix_rw = "none"
host_uuid = "$(</proc/sys/kernel/random/uuid)"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
END
}

# Everything runs as root and nothing is confined: what is tried with this
# profile cannot fail for want of a permission.
write_root_qemu_conf() {
  cat >>"$1/qemu.conf" <<'END'

# The lab's root profile.
security_driver = "none"
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
stdio_handler = "file"
cgroup_controllers = []
namespaces = []
seccomp_sandbox = 0
END
}

# Prints the root a host lives in, or nothing: the computer's own.
root_of() { if [[ $1 == gamma ]]; then generation_root; fi; }

# Prints where libvirt's settings are as its packages ship them.
libvirt_etc_of() {
  local root
  root=$(root_of "$1")
  if [[ -n $root ]]; then printf '%s/etc/libvirt\n' "$root"; else printf '%s/etc/libvirt\n' "$(unpacked libvirt-daemon-system)"; fi
}

fill_libvirt() {
  local host=$1 profile=$2 dir
  dir=$(host_dir "$host")/etc-libvirt
  cp -r "$(libvirt_etc_of "$host")" "$dir"
  chmod 755 "$dir"
  write_libvirtd_conf "$dir"
  if [[ $profile == root ]]; then write_root_qemu_conf "$dir"; fi
  rm -rf "$dir/qemu/networks"
  install -d "$dir/qemu/networks/autostart" "$dir/storage/autostart"
  install -m 600 "$lab_source"/host/networks/*.xml "$dir/qemu/networks/"
  install -m 600 "$lab_source"/host/pools/*.xml "$dir/storage/"
  ln -s ../default.xml ../lan.xml "$dir/qemu/networks/autostart/"
  ln -s ../default.xml ../shared.xml "$dir/storage/autostart/"
}

fill_sshd() {
  local host=$1 dir
  dir=$(host_dir "$host")/ssh
  install -d "$dir"
  install -m 600 "$keys/sshd-$host" "$dir/ssh_host_ed25519_key"
  install -m 644 "$keys/sshd-$host.pub" "$dir/ssh_host_ed25519_key.pub"
  install -m 644 "$lab_source/host/sshd_config" "$dir/sshd_config"
  : >"$dir/ssh_config"
}

fill_host() {
  local host=$1 profile=$2 dir
  dir=$(host_dir "$host")
  install -d "$dir" "$dir/log/qemu" "$dir/cache" "$dir/srv/lookalike" "$dir/srv/lab"
  install -d -m 711 "$dir/lib" "$dir/lib/images" "$dir/lib/boot"
  install -d -m 700 "$dir/root"
  printf '%s\n' "$profile" >"$dir/profile"
  fill_etc "$dir/etc"
  printf '%s.%s\n' "$host" "$lab_domain" >"$dir/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$dir/etc/machine-id"
  fill_libvirt "$host" "$profile"
  fill_sshd "$host"
  fill_ssh_dir "$host" "$dir/root/.ssh"
  fill_pki "$host" "$dir/pki"
  cp -r "$lab_source"/host/{init,services,shims} "$lab_source/lib/enter-root" "$dir/srv/lab/"
  if [[ -z $(root_of "$host") ]]; then
    cp "$(unpacked openssh-server)/usr/sbin/sshd" "$(unpacked sasl2-bin)/usr/sbin/saslpasswd2" "$dir/srv/lab/"
  fi
  cp "$lab_state/boot"/{vmlinuz,initrd} "$dir/lib/boot/"
}

start_host() {
  local host=$1 dir root
  local -a init
  dir=$(host_dir "$host")
  root=$(root_of "$host")
  init=(/bin/bash "$dir/srv/lab/init")
  if [[ -n $root ]]; then init=("$dir/srv/lab/enter-root" "$root" "$dir" "$lab_state/shared" -- "${init[@]}"); fi
  setsid nsenter --net="/run/netns/$(netns_of "$host")" \
    env -i PATH="$lab_path" LANG=C.UTF-8 HOME=/root \
    LAB_ROOT="$root" LAB_HOST="$host.$lab_domain" LAB_DIR="$dir" LAB_SHARED="$lab_state/shared" LAB_PROFILE="$(<"$dir/profile")" \
    LAB_STORAGE="$(if [[ -z $root ]] && has_storage; then storage_tree; fi)" \
    unshare --mount --propagation slave --uts --ipc --pid --fork --kill-child --mount-proc \
    "${init[@]}" >"$dir/init.log" 2>&1 </dev/null 9>&- &
  remember_process "$dir/unshare.pid" $!
  disown
}

# Prints the pid, in our own namespace, of a host's process 1.
host_pid() {
  local outer
  outer=$(recall_process "$(host_dir "$1")/unshare.pid") || return 1
  pgrep -P "$outer" -o
}

# A libvirtd that has just started may leave a client without an answer for ever: whoever waits for it asks again.
libvirtd_answers() { in_host "$1" timeout 5 virsh -q -c qemu:///system uri >/dev/null 2>&1; }
host_is_set_up() { [[ -e $(host_dir "$1")/srv/lab/ready ]]; }

await_host() {
  local host=$1
  if ! wait_for 20 host_is_set_up "$host" || ! wait_for 30 libvirtd_answers "$host"; then
    sed 's/^/  /' "$(host_dir "$host")/init.log" >&2
    die "$host did not come up; its logs are in $(host_dir "$host")"
  fi
}

host_is_healthy() { host_pid "$1" >/dev/null && libvirtd_answers "$1"; }
