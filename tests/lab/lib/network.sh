# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The lab's network: one namespace is the switch, each host and the desk hang
# on it with a veth pair. There is no uplink, so nothing leaves the computer.
# All interfaces are made inside the namespaces: deleting those deletes them.

lab_namespaces() {
  local name
  for name in desk "${!lab_octet[@]}" switch; do
    printf '%s\n' "$(netns_of "$name")"
  done
}

address_of() { printf '%s\n' "$lab_net.${lab_octet[$1]:-$lab_desk_octet}"; }
address6_of() { printf '%s\n' "$lab_net6::${lab_octet[$1]:-$lab_desk_octet}"; }

has_ipv6() { [[ -e /proc/sys/net/ipv6 ]]; }

make_namespace() {
  local ns
  ns=$(netns_of "$1")
  ip netns add "$ns"
  # An address can be used at once, not after a second of looking for its double.
  ! has_ipv6 || ip netns exec "$ns" sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
  ip -n "$ns" link set lo up
}

make_switch() {
  make_namespace switch
  ip -n "$(netns_of switch)" link add lan type bridge forward_delay 0 mcast_snooping 0
  ip -n "$(netns_of switch)" link set lan up
}

# plug NAME INTERFACE: a cable from the switch to a namespace.
plug() {
  local switch ns
  switch=$(netns_of switch)
  ns=$(netns_of "$1")
  ip -n "$switch" link add "port-$1" type veth peer name "$2" netns "$ns"
  ip -n "$switch" link set "port-$1" master lan up
  ip -n "$ns" link set "$2" up
}

give_address() {
  ip -n "$(netns_of "$1")" address add "$(address_of "$1")/24" dev "$2"
  ! has_ipv6 || ip -n "$(netns_of "$1")" address add "$(address6_of "$1")/64" dev "$2" nodad
}

# A host's own bridge carries its address and its guests, as on a real one.
make_host_network() {
  local ns
  ns=$(netns_of "$1")
  make_namespace "$1"
  plug "$1" eth0
  # Left to itself a bridge takes the lowest address of its ports, and so changes its own when a guest comes whose
  # tap (fe:54:…) is lower than what the kernel drew for the wire; others then keep the old one for half a minute.
  ip -n "$ns" link add br0 address "$(printf '02:0a:4d:00:00:%02x' "${lab_octet[$1]:-$lab_desk_octet}")" \
    type bridge forward_delay 0 mcast_snooping 0
  ip -n "$ns" link set eth0 master br0
  ip -n "$ns" link set br0 up
  give_address "$1" br0
}

make_desk_network() {
  make_namespace desk
  plug desk eth0
  give_address desk eth0
}

namespace_exists() { [[ -e /run/netns/$1 ]]; }

# Kills whatever runs in a namespace, then removes it.
remove_namespace() {
  local ns=$1 pid
  namespace_exists "$ns" || return 0
  for _ in {1..100}; do
    mapfile -t pids < <(ip netns pids "$ns" 2>/dev/null)
    ((${#pids[@]})) || break
    for pid in "${pids[@]}"; do
      ((pid == $$)) || kill -KILL "$pid" 2>/dev/null || true
    done
    sleep 0.02
  done
  # A crash in the middle of adding one leaves a plain file behind.
  ip netns delete "$ns" 2>/dev/null || rm -f "/run/netns/$ns"
}
