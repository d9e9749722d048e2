# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Running a command in a host or in the desk.

readonly lab_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Where systemd's and firewalld's commands stand in a host, which has neither.
readonly host_path=/srv/lab/shims:$lab_path

# in_host HOST CMD…: as root, with a host's own environment.
in_host() {
  local pid
  pid=$(host_pid "$1") || die "$1 is not up"
  shift
  nsenter --target "$pid" --mount --uts --ipc --net --pid --wd=/root -- \
    env -i PATH="$host_path" HOME=/root USER=root LOGNAME=root LANG=C.UTF-8 TERM="${TERM:-dumb}" "$@" 9>&-
}

command_on() {
  local where=${1:-}
  [[ -n $where ]] || usage_error "on: say where: ${lab_hosts[*]} or desk"
  shift
  if [[ $where == desk ]]; then
    desk_pid >/dev/null || die "the lab '$lab_name' is not up; raise it with: $0 up"
    if [[ $# == 0 || $* == --private-home ]]; then set -- "$@" "${SHELL:-/bin/bash}"; fi
    in_desk "$@"
  else
    [[ $where == store ]] && has_storage || need_host "$where"
    host_pid "$where" >/dev/null || die "$where is not up; raise the lab with: $0 up"
    (($#)) || set -- /bin/bash
    in_host "$where" "$@"
  fi
}
