# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Raising the lab, taking it down, looking at it.

lab_is_healthy() {
  local host
  [[ -e $lab_state/complete ]] && desk_pid >/dev/null || return 1
  for host in "${lab_hosts[@]}"; do
    host_is_healthy "$host" || return 1
  done
  store_is_healthy
}

# Removes everything by name and id, whatever state it is in.
raze() {
  local ns
  while read -r ns; do
    remove_namespace "$ns"
  done < <(lab_namespaces)
  detach_luns
  rm -rf --one-file-system "$lab_state"
}

lab_exists() {
  local ns
  [[ -e $lab_state ]] && return
  while read -r ns; do
    namespace_exists "$ns" && return
  done < <(lab_namespaces)
  return 1
}

# Reads up's options into profile_of, generation and storage, of the caller.
parse_up_options() {
  local host
  for host in "${!lab_octet[@]}"; do profile_of[$host]=root; done
  while (($#)); do
    case $1 in
      --generation)
        generation=yes
        shift
        ;;
      --storage)
        storage=yes
        shift
        ;;
      --profile)
        [[ ${2:-} == root || ${2:-} == stock ]] || usage_error "--profile is root or stock, not '${2:-}'"
        for host in "${!lab_octet[@]}"; do profile_of[$host]=$2; done
        shift 2
        ;;
      --stock)
        need_host "${2:-}"
        profile_of[$2]=stock
        shift 2
        ;;
      *) usage_error "up: unknown option '$1'" ;;
    esac
  done
}

same_profiles() {
  local host
  for host in "${lab_hosts[@]}"; do
    [[ $(cat "$(host_dir "$host")/profile") == "${profile_of[$host]}" ]] || return 1
  done
}

command_up() {
  local host begin generation='' storage=''
  local -A profile_of
  parse_up_options "$@"
  take_lock
  if lab_is_healthy; then
    same_profiles || die "the lab is up with other profiles; take it down first: $0 down"
    [[ -z $generation ]] || is_host gamma || die "the lab is up without gamma; take it down first: $0 down"
    [[ -z $storage ]] || has_storage || die "the lab is up without store; take it down first: $0 down"
    say "The lab '$lab_name' is up: ${lab_hosts[*]} and a desk."
    return
  fi
  ensure_packages
  if [[ -n $generation ]]; then ensure_generation_of_hosts; fi
  if [[ -n $storage ]]; then ensure_storage_packages; fi
  begin=$(now_ms)
  if lab_exists; then
    say "Clearing away what is left of an earlier lab …"
    raze
  fi
  lab_hosts=(alpha beta)
  trap raze_after_failure EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  install -d "$lab_state" "$lab_state/shared" "$lab_state/guests" "$lab_state/faults"
  if [[ -n $generation ]]; then
    : >"$generation_mark"
    lab_hosts+=(gamma)
  fi
  if [[ -n $storage ]]; then : >"$storage_mark"; fi
  make_keys
  make_boot "$lab_state/boot"
  make_switch
  if has_storage; then
    make_store_network
    fill_store
    start_store
  fi
  for host in "${lab_hosts[@]}"; do
    make_host_network "$host"
    fill_host "$host" "${profile_of[$host]}"
    start_host "$host"
  done
  make_desk_network
  fill_desk
  start_desk
  for host in "${lab_hosts[@]}"; do await_host "$host"; done
  await_desk
  if has_storage; then await_store; fi
  : >"$lab_state/complete"
  trap - EXIT INT TERM HUP
  say "The lab '$lab_name' is up in $(seconds_since "$begin") s: ${lab_hosts[*]}$(! has_storage || printf ' store') and a desk."
}

raze_after_failure() {
  trap - EXIT
  trap '' INT TERM
  warn "the lab did not come up; clearing away"
  if [[ -n ${DROVER_LAB_KEEP:-} ]]; then return; fi
  raze
}

command_down() {
  take_lock
  if ! lab_exists; then
    say "There is no lab '$lab_name'."
    return
  fi
  raze
  rm -f "$lab_lock"
  say "The lab '$lab_name' is gone."
}

command_status() {
  local host guests fault
  if ! lab_exists; then
    say "There is no lab '$lab_name'."
    return 1
  fi
  for host in "${lab_hosts[@]}"; do
    if host_is_healthy "$host"; then
      guests=$(in_host "$host" virsh -q -c qemu:///system list --name | xargs)
      say "$host: up, $(cat "$(host_dir "$host")/profile") profile, $(address_of "$host"), guests: ${guests:-none}"
    elif host_pid "$host" >/dev/null; then
      say "$host: up, but its libvirtd does not answer"
    else
      say "$host: down"
    fi
  done
  if has_storage; then
    if store_is_healthy; then say "store: up, $(address_of store), GlusterFS and NFS"; else say 'store: down'; fi
  fi
  if desk_pid >/dev/null; then say "desk: up, $(address_of desk)"; else say "desk: down"; fi
  for fault in "$lab_state"/faults/*; do
    [[ ! -e $fault ]] || say "fault: ${fault##*/}, on $(head -n 1 "$fault")"
  done
  lab_is_healthy
}
