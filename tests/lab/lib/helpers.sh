# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Things that more than one fault needs: name servers that live in the switch,
# and a guest that only takes another's place.

readonly dead_name_server=$lab_net.53
readonly name_server=$lab_net.54

in_switch() { ip netns exec "$(netns_of switch)" "$@"; }

# It has an address and a port that swallow everything.
start_dead_name_server() {
  in_switch ip address replace "$dead_name_server/24" dev lan
  in_switch nft -f - <<END
table inet dead-name-server
delete table inet dead-name-server
table inet dead-name-server {
  chain input {
    type filter hook input priority 0
    ip daddr $dead_name_server drop
  }
}
END
}

stop_dead_name_server() {
  in_switch nft delete table inet dead-name-server 2>/dev/null || true
  in_switch ip address delete "$dead_name_server/24" dev lan 2>/dev/null || true
}

start_name_server() {
  in_switch ip address replace "$name_server/24" dev lan
  hosts_file >"$lab_state/name-server-hosts"
  in_switch dnsmasq --conf-file=/dev/null --user=root --pid-file="$lab_state/name-server.pid" \
    --no-resolv --no-hosts --addn-hosts="$lab_state/name-server-hosts" \
    --listen-address="$name_server" --bind-interfaces 9>&-
}

stop_name_server() {
  if [[ -r $lab_state/name-server.pid ]]; then kill "$(<"$lab_state/name-server.pid")" 2>/dev/null || true; fi
  rm -f "$lab_state/name-server.pid"
  in_switch ip address delete "$name_server/24" dev lan 2>/dev/null || true
}

# Prints a tiny diskless domain with a guest's name and UUID.
stand_in() {
  local uuid
  uuid=$(sed -n 's/.*<uuid>\(.*\)<.*/\1/p' "$(guest_xml "$1")")
  cat <<END
<domain type='qemu'>
  <name>$1</name>
  <uuid>$uuid</uuid>
  <title>stand-in</title>
  <memory unit='MiB'>16</memory>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <memballoon model='none'/>
    <video><model type='none'/></video>
  </devices>
</domain>
END
}

guest_disk() { cat "$(guest_dir "$1")/disk"; }

# What is not there stays not there.
move_away() { if in_host "$1" test -e "$2"; then in_host "$1" mv "$2" "$2.away"; fi; }
move_back() { if in_host "$1" test -e "$2.away"; then in_host "$1" mv "$2.away" "$2"; fi; }

# signal_by_file HOST SIGNAL FILE: to the process whose pid the file holds.
signal_by_file() { in_host "$1" pkill "-$2" --pidfile "$3"; }

# Prints an image's virtual size in bytes, also while it is in use.
virtual_size() {
  in_host "$1" qemu-img info --force-share --output=json "$2" |
    sed -n '0,/"virtual-size"/s/.*"virtual-size": \([0-9]*\).*/\1/p'
}
