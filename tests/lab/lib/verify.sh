# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Reading what a guest said on its serial line, on all hosts, and proving of it
# that the guest is whole and never ran twice.

# Prints HOST, BOOT, TICK and LINE, tab-separated: every line of a guest's logs
# with the tick before it, in the guest's own order. A move can cut a line in
# two; such a piece is no tick.
merged_log() {
  local name=$1 host log
  for host in "${lab_hosts[@]}"; do
    log=$(serial_log "$host" "$name")
    [[ ! -s $log ]] || tr -d '\r' <"$log" | awk -v host="$host" -v OFS='\t' '
      /^boot [0-9a-f]+$/ && length($2) == 8 { boot = $2; tick = 0 }
      /^tick [0-9]+ [0-9a-f]+$/ && length($3) == 8 { tick = $2; boot = $3 }
      boot { print host, boot, tick, $0 }'
  done | sort --stable -t $'\t' -k2,2 -k3,3n
}

command_guest_log() {
  need_guest "${1:-}"
  merged_log "$1" | cut -f 1,4
}

# Judges the merged log: prints a line a boot, and what is wrong.
judge_ticks() {
  awk -F '\t' '
    function wrong(text) { print "WRONG: " text; bad = 1 }
    function finish() { if (boot) print "boot " boot ": " path " " first "-" tick }
    $4 !~ /^tick / {
      if ($4 ~ /BAD|Kernel panic|Out of memory/) wrong("on " $1 " after tick " $3 ": " $4)
      next
    }
    $4 !~ /^tick [0-9]+ [0-9a-f]+$/ || $4 != "tick " $3 " " $2 { next }
    $2 != boot { finish(); boot = $2; host = $1; path = $1; tick = first = $3; next }
    {
      n = $3
      if (n == tick) wrong("tick " n " was ticked twice, on " host " and on " $1)
      # A move may cut one tick in two.
      else if (n - tick > 1 + ($1 != host)) wrong("ticks " tick + 1 " to " n - 1 " are missing, between " host " and " $1)
      if ($1 != host) { path = path " " first "-" tick ", " $1; first = n; host = $1 }
      tick = n
    }
    END { finish(); if (!boot) wrong("it never ticked"); exit bad }'
}

# Within one host ticks must rise as they were written, before any sorting.
judge_order() {
  local name=$1 host log bad=0
  for host in "${lab_hosts[@]}"; do
    log=$(serial_log "$host" "$name")
    [[ ! -s $log ]] || tr -d '\r' <"$log" | awk -v host="$host" '
      /^tick [0-9]+ [0-9a-f]+$/ && length($3) == 8 {
        if ($3 == boot && $2 <= tick) { print "WRONG: on " host " tick " $2 " came after " tick; bad = 1 }
        boot = $3; tick = $2
      }
      END { exit bad }' || bad=1
  done
  return "$bad"
}

# Prints how often memory and disk were found right since the last move. The
# first pass after a move may have begun before it, so that one proves nothing.
passes_since_move() {
  merged_log "$1" | awk -F '\t' '
    $1 != host || $2 != boot { moved = boot == $2; host = $1; boot = $2; memory = disk = -moved }
    $4 ~ /^memory ok/ { memory++ }
    $4 ~ /^disk ok/ { disk++ }
    END { print memory + 0, disk + 0 }'
}

is_proved_whole() {
  local memory disk
  read -r memory disk < <(passes_since_move "$1")
  ((memory > 0)) && { [[ -z $2 ]] || ((disk > 0)); }
}

has_gone_bad() { merged_log "$1" | cut -f 4 | grep -qE 'BAD|Kernel panic|Out of memory'; }
is_settled() { is_proved_whole "$@" || has_gone_bad "$1"; }

hosts_running() {
  local host
  for host in "${lab_hosts[@]}"; do
    case $(virsh_on "$host" domstate "$1" 2>/dev/null) in
      running | paused) printf '%s\n' "$host" ;;
    esac
  done
}

command_guest_verify() {
  local name=${1:-} disk bad=0
  local -a on
  need_guest "$name"
  disk=$(<"$(guest_dir "$name")/disk")
  mapfile -t on < <(hosts_running "$name")
  case ${#on[@]} in
    0) say "WRONG: it runs nowhere" && bad=1 ;;
    1) say "runs on ${on[0]}" ;;
    *) say "WRONG: it is active on ${on[*]}" && bad=1 ;;
  esac
  if poll=0.5 wait_for "${2:-60}" is_settled "$name" "$disk"; then
    has_gone_bad "$name" || say "memory ${disk:+and disk }read and right since the last move"
  else
    say "WRONG: memory ${disk:+or disk }was not read to its end since the last move"
    bad=1
  fi
  judge_order "$name" || bad=1
  merged_log "$name" | judge_ticks || bad=1
  if ((bad)); then say "$name is NOT whole"; else say "$name is whole"; fi
  return "$bad"
}

# guest-outage NAME SECONDS: pings it from the desk twenty times a second.
command_guest_outage() {
  local name=${1:-} seconds=${2:-10} address
  need_guest "$name"
  need_number seconds "$seconds"
  address=$(guest_address "$name")
  grep -q "lab.address=$address" "$(guest_xml "$name")" || die "$name has no address on the lab's wire"
  { in_desk_as_root ping -n -i 0.05 -w "$seconds" -W 0.2 -D "$address" 2>/dev/null || true; } | awk -F '[][ ]' '
    /icmp_seq=/ && / bytes from / {
      if (last && $2 - last > gap) gap = $2 - last
      last = $2; answers++
    }
    END {
      if (!answers) { print "it never answered"; exit 1 }
      printf "%d answers, longest silence %d ms\n", answers, gap * 1000
    }'
}
