# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Breaking the lab on purpose, and mending it. A fault is a file in faults/: it
# says what it is about and where it strikes, and has two functions,
#   inject HOST GUEST VALUE     heal HOST GUEST VALUE
# A migration goes from alpha to beta unless a fault is told otherwise; `other`
# is the host at the far end.

# What a fault file may set. Where it needs a guest, needs_guest is yes or the
# options that the guest must have been made with.
about='' strikes=beta default_value='' needs_guest=''

fault_record() { printf '%s\n' "$lab_state/faults/$1"; }
other() { if [[ $1 == alpha ]]; then printf 'beta\n'; else printf 'alpha\n'; fi; }

load_fault() {
  [[ -n ${1:-} ]] || usage_error "say which fault; '$0 faults' lists them"
  [[ ${1:-} =~ ^[a-z0-9-]+$ && -r $lab_source/faults/$1 ]] ||
    usage_error "no fault named '${1:-}'; '$0 faults' lists them"
  fault_name=$1
  # shellcheck source=/dev/null
  source "$lab_source/faults/$1"
}

command_faults() {
  local file wants
  for file in "$lab_source"/faults/*; do
    (
      load_fault "${file##*/}"
      wants=''
      if [[ $needs_guest == --* ]]; then wants=" (guest: $needs_guest)"; fi
      printf '%-32s %-6s %s\n' "$fault_name" "$strikes" "$about$wants"
    )
  done
}

last_guest() {
  local dir
  dir=$(find "$lab_state/guests" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %f\n' | sort -n | tail -n 1)
  printf '%s\n' "${dir#* }"
}

command_fault() {
  local name=${1:-} host='' guest='' value='' option
  load_fault "$name"
  shift
  while (($#)); do
    option=${1#--}
    [[ $1 == --on || $1 == --guest || $1 == --value ]] || usage_error "fault: unknown option '$1'"
    [[ -n ${2:-} ]] || usage_error "$1 takes a value"
    case $option in
      on) host=$2 ;;
      guest) guest=$2 ;;
      value) value=$2 ;;
    esac
    shift 2
  done
  host=${host:-$strikes}
  [[ $host == desk ]] || need_host "$host"
  if [[ -n $needs_guest ]]; then
    guest=${guest:-$(last_guest)}
    need_guest "$guest"
  fi
  take_lock
  need_lab
  [[ ! -e $(fault_record "$name") ]] || heal_recorded "$name"
  # Recorded first: a fault that fails half-way can still be healed.
  printf '%s\n' "$host" "$guest" "${value:-$default_value}" >"$(fault_record "$name")"
  inject "$host" "$guest" "${value:-$default_value}"
  say "$host: $about"
}

heal_recorded() {
  local -a arguments
  mapfile -t arguments <"$(fault_record "$1")"
  heal "${arguments[@]}"
  rm -f "$(fault_record "$1")"
}

# Names and firewalls as they were when the lab was raised, whatever a test or
# a remedy has done to them since.
restore_names_and_firewalls() {
  local where
  for where in "${lab_hosts[@]}" desk; do
    hosts_file | inside "$where" tee /etc/hosts >/dev/null
    inside "$where" tee /etc/resolv.conf </dev/null >/dev/null
    inside "$where" hostname "$where.$lab_domain"
    inside "$where" nft delete table inet filter 2>/dev/null || true
    inside "$where" rm -f /etc/firewall-cmd.ports
  done
}

command_heal() {
  local name=${1:-} record
  [[ -n $name ]] || usage_error "heal: say which fault, or all"
  [[ $name == all ]] || load_fault "$name"
  take_lock
  need_lab
  if [[ $name == all ]]; then
    for record in "$lab_state"/faults/*; do
      [[ -e $record ]] || continue
      (load_fault "${record##*/}" && heal_recorded "$fault_name")
      say "${record##*/} is healed"
    done
    restore_names_and_firewalls
  elif [[ -e $(fault_record "$name") ]]; then
    heal_recorded "$name"
    say "$name is healed"
  else
    say "$name was not there"
  fi
}

need_lab() { [[ -e $lab_state/complete ]] || die "the lab '$lab_name' is not up; raise it with: $0 up"; }

# inside WHERE CMD…: as root, in a host or in the desk.
inside() {
  if [[ $1 == desk ]]; then in_desk_as_root "${@:2}"; else in_host "$@"; fi
}

# --- firewalls: nft's usual table and chain, as an administrator has them, so
# that a rule put before ours (nft insert rule inet filter input …) helps.

firewall() {
  local where=$1 rule
  shift
  inside "$where" nft 'add table inet filter; add chain inet filter input { type filter hook input priority 0; policy accept; }'
  for rule in "$@"; do
    inside "$where" nft "add rule inet filter input $rule comment \"lab:$fault_name\""
  done
}

unfirewall() {
  local where=$1 rules handle
  rules=$(inside "$where" nft -a list chain inet filter input 2>/dev/null) || return 0
  while read -r handle; do
    inside "$where" nft delete rule inet filter input handle "$handle"
  done < <(sed -n "s/.*comment \"lab:$fault_name\" # handle //p" <<<"$rules")
  inside "$where" nft list chain inet filter input | grep -q 'comment "lab:' ||
    inside "$where" nft delete table inet filter
}

# --- files with a line a setting: lines that match a pattern are hidden, others
# put before them, and both can be undone whatever else has changed.

edit_lines() {
  local where=$1 file=$2 pattern=$3
  shift 3
  restore_lines "$where" "$file"
  {
    if (($#)); then printf "%s # lab:$fault_name\n" "$@"; fi
    inside "$where" sed -E "s/$pattern/#lab:$fault_name# &/" "$file"
  } | replace_file "$where" "$file"
}

restore_lines() {
  local where=$1 file=$2
  inside "$where" sed -E "/ # lab:$fault_name\$/d; s/^#lab:$fault_name# //" "$file" | replace_file "$where" "$file"
}

# The whole text is there before the old file goes, whose mode stays.
replace_file() {
  local text
  text=$(cat)
  printf '%s\n' "$text" | inside "$1" tee "$2" >/dev/null
}

name_pattern() { printf '^[^#].*[[:space:]]%s\\.%s.*$' "$1" "${lab_domain//./\\.}"; }

# set_libvirt HOST FILE KEY VALUE…: in libvirtd.conf or qemu.conf.
set_libvirt() {
  local host=$1 file=$2 pattern='' lines=()
  shift 2
  while (($#)); do
    pattern+="${pattern:+|}$1"
    lines+=("$1 = $2")
    shift 2
  done
  edit_lines "$host" "/etc/libvirt/$file" "^($pattern) *=.*\$" "${lines[@]}"
  restart_libvirtd "$host"
}

unset_libvirt() {
  restore_lines "$1" "/etc/libvirt/$2"
  restart_libvirtd "$1"
}

# libvirt keeps what it once learned of QEMU.
forget_capabilities() {
  in_host "$1" sh -c "rm -f /var/cache/libvirt/qemu/capabilities/*.xml"
  restart_libvirtd "$1"
}

service() { in_host "$1" /bin/bash /srv/lab/services "${@:2}"; }

restart_libvirtd() {
  service "$1" restart libvirtd
  wait_for 20 libvirtd_answers "$1" || die "libvirtd on $1 did not come back"
}
