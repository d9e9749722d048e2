# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Names, directories and small tools that every part of the lab uses.

readonly lab_name=${DROVER_LAB_NAME:-drover}
readonly lab_state=/var/lib/drover-lab/$lab_name
readonly lab_lock=/run/lock/drover-lab-$lab_name.lock
readonly lab_domain=lab.test

# A host is a name and a last octet. The third, gamma, is of another generation
# (lib/generation.sh) and joins when `up` is asked for it; the marker keeps that
# in mind. So does store, a server of GlusterFS and NFS that is no libvirt host
# (lib/storage.sh).
readonly -A lab_octet=([alpha]=11 [beta]=12 [gamma]=13 [store]=20)
readonly generation_mark=$lab_state/generation
readonly storage_mark=$lab_state/storage
lab_hosts=(alpha beta)
if [[ -e $generation_mark ]]; then lab_hosts+=(gamma); fi
readonly lab_net=10.77.0
readonly lab_net6=fd77:0:0:77
readonly lab_desk_octet=1
readonly lab_guest_octet=100

say() { printf '%s\n' "$*"; }
warn() { printf 'lab: %s\n' "$*" >&2; }
die() {
  warn "$@"
  exit 1
}
usage_error() {
  warn "$@"
  exit 2
}

is_host() { [[ -n ${1:-} && " ${lab_hosts[*]} " == *" $1 "* ]]; }
need_host() { is_host "${1:-}" || usage_error "no host named '${1:-}' (there are: ${lab_hosts[*]})"; }

need_root() {
  ((EUID == 0)) || die "this needs root, for network namespaces: sudo $0 $*"
}

check_lab_name() {
  [[ $lab_name =~ ^[a-z][a-z0-9]{0,15}$ ]] ||
    usage_error "DROVER_LAB_NAME='$lab_name': use up to 16 lower-case letters and digits"
}

cache_dir() {
  if [[ -n ${DROVER_LAB_CACHE:-} ]]; then
    printf '%s\n' "$DROVER_LAB_CACHE"
  elif [[ -n ${XDG_CACHE_HOME:-} ]]; then
    printf '%s\n' "$XDG_CACHE_HOME/drover-lab"
  else
    printf '%s\n' /var/cache/drover-lab
  fi
}

netns_of() { printf '%s\n' "$lab_name-$1"; }

# Changing commands hold the lock on descriptor 9; what they leave running in
# the background must close it (9>&-).
take_lock() {
  exec 9>"$lab_lock"
  flock --nonblock 9 && return
  warn "another 'lab' command is changing this lab; waiting for it"
  flock --timeout 300 9 || die "the other command still holds $lab_lock"
}

release_lock() { exec 9>&-; }

now_ms() {
  local t=$EPOCHREALTIME
  printf '%s\n' $((${t/[.,]/} / 1000))
}

seconds_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

# A process is named by its pid and its start time, so that a number which the
# kernel has given to somebody else since is never mistaken for ours.
start_time_of() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The second field, the command, may hold blanks and parentheses.
  read -ra stat <<<"${stat##*) }"
  printf '%s\n' "${stat[19]}"
}

remember_process() { printf '%s %s\n' "$2" "$(start_time_of "$2")" >"$1"; }

# Prints the pid kept in file $1 if that very process still lives.
recall_process() {
  local pid started
  [[ -r $1 ]] && read -r pid started <"$1" || return 1
  [[ -n $started && $(start_time_of "$pid") == "$started" ]] || return 1
  printf '%s\n' "$pid"
}

# Runs a command until it succeeds: [poll=SECONDS] wait_for SECONDS COMMAND…
wait_for() {
  local end=$(($(now_ms) + $1 * 1000))
  shift
  until "$@"; do
    (($(now_ms) < end)) || return 1
    sleep "${poll:-0.1}"
  done
}
