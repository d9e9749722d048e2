# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The desk is where Drover runs: the caller's own computer, with the lab's
# network, names and keys in place of its own. A sleeping process holds it.

readonly desk_dir=$lab_state/desk

fill_desk() {
  install -d "$desk_dir/over" "$desk_dir/home"
  fill_etc "$desk_dir/etc"
  fill_pki desk "$desk_dir/pki"
}

start_desk() {
  # shellcheck disable=SC2016 # the expressions are for the shell inside
  setsid nsenter --net="/run/netns/$(netns_of desk)" \
    unshare --mount --propagation slave --uts /bin/bash -euc '
      hostname "$2"
      mount -t sysfs sysfs /sys
      mount -t tmpfs -o mode=755 tmpfs "$1/over"
      mkdir "$1"/over/{upper,work}
      mount -t overlay -o "lowerdir=/etc,upperdir=$1/over/upper,workdir=$1/over/work" overlay /etc
      for file in "$1"/etc/*; do
        rm -f "/etc/${file##*/}"
        cp "$file" /etc/
      done
      rm -rf /etc/pki/{CA,libvirt} /etc/ssh/ssh_config.d
      mkdir -p /etc/pki /etc/ssh
      cp -r "$1"/pki/* /etc/pki/
      printf "%s\n" "Host $3" "User root" "IdentitiesOnly yes" >/etc/ssh/ssh_config
      : >"$1/ready"
      exec sleep infinity
    ' desk "$desk_dir" "desk.$lab_domain" "${lab_hosts[*]} *.$lab_domain $lab_net.*" >"$desk_dir/init.log" 2>&1 </dev/null 9>&- &
  remember_process "$desk_dir/pid" $!
  disown
}

desk_pid() { recall_process "$desk_dir/pid"; }
desk_is_set_up() { [[ -e $desk_dir/ready ]]; }

await_desk() {
  wait_for 10 desk_is_set_up || die "the desk did not come up: $(tail -n 1 "$desk_dir/init.log")"
}

in_desk_as_root() { nsenter --target "$(desk_pid)" --mount --uts --net -- "$@" 9>&-; }

# ssh takes its keys from the home in the password file, whatever HOME says:
# in the desk that file names a private one, so ~/.ssh is never touched.
ensure_desk_home() {
  local user=$1 uid=$2 gid=$3 home=$desk_dir/home/$1
  [[ -d $home ]] && return
  install -d -m 700 "$home"
  fill_ssh_dir desk "$home/.ssh"
  chown -R "$uid:$gid" "$home"
  # shellcheck disable=SC2016 # the expressions are for the shell inside
  in_desk_as_root /bin/bash -euc '
    entry=$(getent passwd "$1")
    IFS=: read -r name password uid gid gecos _ shell <<<"$entry"
    { printf "%s\n" "$name:$password:$uid:$gid:$gecos:$2:$shell"; grep -v "^$1:" /etc/passwd; } >/etc/passwd.lab
    mv /etc/passwd.lab /etc/passwd
  ' desk "$user" "$home"
}

# What sudo takes away from a desktop session.
desktop_environment() {
  local runtime=/run/user/$1
  [[ -n ${XDG_RUNTIME_DIR:-} ]] && runtime=$XDG_RUNTIME_DIR
  [[ -d $runtime ]] || return 0
  printf '%s\n' "XDG_RUNTIME_DIR=$runtime"
  [[ -n ${DBUS_SESSION_BUS_ADDRESS:-} || ! -S $runtime/bus ]] ||
    printf '%s\n' "DBUS_SESSION_BUS_ADDRESS=unix:path=$runtime/bus"
  [[ -n ${WAYLAND_DISPLAY:-}${DISPLAY:-} || ! -S $runtime/wayland-0 ]] ||
    printf '%s\n' WAYLAND_DISPLAY=wayland-0
}

# An X server's cookies are kept by the name of the computer, and the desk has
# a name of its own: there they are to be found under any.
# desktop_cookies HOME UID GID: prints the variable that names a file of them.
desktop_cookies() {
  local own=${XAUTHORITY:-$1/.Xauthority} file=$desk_dir/cookies-$2 new
  [[ -n ${DISPLAY:-} && -r $own ]] && command -v xauth >/dev/null || return 0
  new=$(mktemp "$file.XXXXXX")
  xauth -f "$own" nlist "$DISPLAY" 2>/dev/null | sed 's/^..../ffff/' | xauth -q -f "$new" nmerge - 2>/dev/null
  chown "$2:$3" "$new"
  mv -f "$new" "$file"
  printf 'XAUTHORITY=%s\n' "$file"
}

# in_desk [--private-home] CMD…: as the invoking user, environment and all.
in_desk() {
  local private='' uid gid user home entry
  if [[ ${1:-} == --private-home ]]; then
    private=yes
    shift
  fi
  uid=${SUDO_UID:-0}
  entry=$(getent passwd "$uid") || die "no user with id $uid"
  IFS=: read -r user _ _ gid _ home _ <<<"$entry"
  ensure_desk_home "$user" "$uid" "$gid"
  if ((uid == 0)); then home=${HOME:-$home}; fi
  local -a environment
  mapfile -t environment < <(desktop_environment "$uid" && desktop_cookies "$home" "$uid" "$gid")
  if [[ -n $private ]]; then home=$desk_dir/home/$user; fi
  environment+=("HOME=$home" "USER=$user" "LOGNAME=$user")
  if [[ -n $private ]]; then
    environment+=("XDG_CONFIG_HOME=$home/.config" "XDG_DATA_HOME=$home/.local/share"
      "XDG_CACHE_HOME=$home/.cache" "XDG_STATE_HOME=$home/.local/state")
  fi
  local -a become=()
  if ((uid != 0)); then
    become=(setpriv --reuid "$uid" --regid "$gid" --init-groups)
  fi
  exec nsenter --target "$(desk_pid)" --mount --uts --net --wd=. -- \
    env -u SUDO_UID -u SUDO_GID -u SUDO_USER -u SUDO_COMMAND "${environment[@]}" "${become[@]}" "$@"
}
