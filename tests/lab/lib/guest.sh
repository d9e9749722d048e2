# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Making guests. What a guest was asked for is kept under guests/NAME.

guest_dir() { printf '%s\n' "$lab_state/guests/$1"; }
guest_xml() { printf '%s\n' "$(guest_dir "$1")/domain.xml"; }
serial_log() { printf '%s\n' "$(host_dir "$1")/log/qemu/$2-serial.log"; }

need_guest() {
  [[ -n ${1:-} ]] || usage_error "say which guest"
  [[ -d $(guest_dir "$1") ]] || usage_error "no guest named '$1' was made in this lab"
}

# Each guest has a number, of which come its address and its MAC.
guest_number() { cat "$(guest_dir "$1")/number"; }
guest_address() { printf '%s.%d\n' "$lab_net" $((lab_guest_octet + $(guest_number "$1"))); }

take_number() {
  local number=1
  while grep -qxs "$number" "$lab_state"/guests/*/number; do number=$((number + 1)); done
  ((number <= 100)) || die "too many guests"
  printf '%s\n' "$number"
}

guest_defaults() {
  guest=([on]=alpha [memory]=128 [vcpus]=1 [threads]=1 [dirty]=0 [window]='' [disk]=shared [format]=qcow2 [size]=64
    [cache]=none [cpu]='' [machine]=q35 [network]=lan [graphics]=none [secmodel]=''
    [listen]=0.0.0.0 [transient]='' [start]=yes [wait]=yes [iso]='' [chain]='' [snippets]='')
}

need_number() { [[ ${2:-} =~ ^[0-9]+$ ]] || usage_error "--$1 takes a number, not '${2:-}'"; }
need_one_of() {
  local option=$1 value=$2
  shift 2
  [[ " $* " == *" $value "* ]] || usage_error "--$option is one of: $* (not '$value')"
}

# The guest's own system takes about 72 MiB.
choose_window() {
  local most=$((guest[memory] - 80))
  if [[ -z ${guest[window]} ]]; then
    guest[window]=$((guest[dirty] == 0 ? 8 : most < guest[memory] / 2 ? most : guest[memory] / 2))
  fi
  ((guest[window] >= 1 && guest[window] <= most)) || usage_error "--window is 1 to $most MiB in a guest of ${guest[memory]} MiB"
}

parse_guest_options() {
  local option
  while (($#)); do
    option=${1#--}
    case $1 in
      --transient | --iso | --chain) guest[$option]=yes && shift ;;
      --no-start) guest[start]='' && shift ;;
      --no-wait) guest[wait]='' && shift ;;
      --memory | --vcpus | --threads | --dirty | --window | --size)
        need_number "$option" "${2:-}"
        guest[$option]=$2
        shift 2
        ;;
      --on | --disk | --format | --cache | --cpu | --machine | --network | --graphics | --listen | --secmodel)
        [[ -n ${2:-} ]] || usage_error "$1 takes a value"
        guest[$option]=$2
        shift 2
        ;;
      --xml-snippet)
        [[ -r ${2:-} ]] || usage_error "--xml-snippet: cannot read '${2:-}'"
        guest[snippets]+=$(<"$2")$'\n'
        shift 2
        ;;
      *) usage_error "guest: unknown option '$1'" ;;
    esac
  done
  need_host "${guest[on]}"
  need_one_of format "${guest[format]}" raw qcow2
  need_one_of network "${guest[network]}" lan default bridge direct none
  if [[ -n ${guest[chain]} ]]; then need_one_of format "${guest[format]}" qcow2; fi
  if [[ ${guest[disk]} == lun ]]; then guest[format]=raw; fi
  need_one_of graphics "${guest[graphics]}" none vnc
  ((guest[memory] >= 96 && guest[memory] <= 4096)) || usage_error "--memory is 96 to 4096 MiB"
  ((guest[threads] == 1)) || [[ -n ${guest[cpu]} ]] || usage_error "--threads needs --cpu"
  choose_window
}

disk_path() {
  case ${guest[disk]} in
    none) ;;
    shared) printf '/srv/shared/%s.%s\n' "$1" "${guest[format]}" ;;
    local) printf '/var/lib/libvirt/images/%s.%s\n' "$1" "${guest[format]}" ;;
    lookalike) printf '/srv/lookalike/%s.%s\n' "$1" "${guest[format]}" ;;
    lun) lun_path "$1" ;;
    /*) printf '%s\n' "${guest[disk]}" ;;
    *) usage_error "--disk is shared, local, lookalike, lun, none or an absolute path" ;;
  esac
}

base_path() { printf '%s\n' "${1%.*}-base.qcow2"; }

# make_image HOST PATH: the image, and the base of its chain, unless it exists.
make_image() {
  local host=$1 path=$2 base
  if [[ -n ${guest[chain]} ]]; then
    base=$(base_path "$path")
    in_host "$host" test -e "$base" || in_host "$host" qemu-img create -q -f qcow2 "$base" "${guest[size]}M"
    in_host "$host" test -e "$path" || in_host "$host" qemu-img create -q -f qcow2 -b "$base" -F qcow2 "$path"
  else
    in_host "$host" test -e "$path" || in_host "$host" qemu-img create -q -f "${guest[format]}" "$path" "${guest[size]}M"
  fi
}

# On every host that should see an image of that name. The base of a local
# chain is everywhere, as a template is.
make_images() {
  local name=$1 path=$2 host
  [[ -n $path ]] || return 0
  if [[ ${guest[disk]} == lun ]]; then
    make_lun "$name" "${guest[size]}"
    for host in "${lab_hosts[@]}"; do plug_lun "$host" "$path" "$name"; done
    return
  fi
  make_image "${guest[on]}" "$path"
  for host in "${lab_hosts[@]}"; do
    if [[ ${guest[disk]} == lookalike ]]; then
      make_image "$host" "$path"
    elif [[ -n ${guest[chain]} && ${guest[disk]} == local ]]; then
      in_host "$host" test -e "$(base_path "$path")" ||
        in_host "$host" qemu-img create -q -f qcow2 "$(base_path "$path")" "${guest[size]}M"
    fi
  done
}

cpu_xml() {
  local topology='' model=${guest[cpu]}
  if ((guest[threads] > 1)); then
    topology="<topology sockets='$((guest[vcpus] / guest[threads]))' cores='1' threads='${guest[threads]}'/>"
  fi
  if [[ $model == custom ]]; then model=Nehalem; fi
  case $model in
    '') ;;
    host-model | host-passthrough | maximum) printf "<cpu mode='%s'>%s</cpu>" "$model" "$topology" ;;
    *) printf "<cpu mode='custom' match='exact' check='partial'><model fallback='forbid'>%s</model>%s</cpu>" "$model" "$topology" ;;
  esac
}

disk_xml() {
  local type=file attribute=file
  if [[ ${guest[disk]} == lun ]]; then type=block attribute=dev; fi
  [[ -z $1 ]] || cat <<END
    <disk type='$type' device='disk'>
      <driver name='qemu' type='${guest[format]}' cache='${guest[cache]}'/>
      <source $attribute='$1'/>
      <target dev='vda' bus='virtio'/>
    </disk>
END
}

iso_xml() {
  [[ -z $1 ]] || cat <<END
    <disk type='file' device='cdrom'>
      <driver name='qemu' type='raw'/>
      <source file='$1'/>
      <target dev='sda' bus='sata'/>
      <readonly/>
    </disk>
END
}

network_xml() {
  local mac=$1
  case ${guest[network]} in
    none) return ;;
    bridge) printf "<interface type='bridge'><source bridge='br0'/>" ;;
    direct) printf "<interface type='direct'><source dev='br0' mode='bridge'/>" ;;
    *) printf "<interface type='network'><source network='%s'/>" "${guest[network]}" ;;
  esac
  printf "<mac address='%s'/><model type='virtio'/><rom enabled='no'/></interface>\n" "$mac"
}

graphics_xml() {
  if [[ ${guest[graphics]} == vnc ]]; then
    printf "<graphics type='vnc' autoport='yes' listen='%s'/><video><model type='vga'/></video>\n" "${guest[listen]}"
  else
    printf "<video><model type='none'/></video>\n"
  fi
}

seclabel_xml() { [[ -z ${guest[secmodel]} ]] || printf "<seclabel type='dynamic' model='%s'/>\n" "${guest[secmodel]}"; }

kernel_arguments() {
  local arguments="console=ttyS0 quiet panic=1 random.trust_cpu=1 lab.window=${guest[window]} lab.dirty=${guest[dirty]}"
  case ${guest[network]} in
    lan | bridge | direct) arguments+=" lab.address=$(guest_address "$1")" ;;
    default) arguments+=" lab.dhcp" ;;
  esac
  printf '%s\n' "$arguments"
}

# The serial line is appended to: a guest that comes back must not wipe out
# what it said when it was here before.
write_domain() {
  local name=$1 disk=$2 iso=$3 number
  number=$(guest_number "$name")
  cat <<END
<domain type='qemu'>
  <name>$name</name>
  <uuid>$(</proc/sys/kernel/random/uuid)</uuid>
  <memory unit='MiB'>${guest[memory]}</memory>
  <vcpu>${guest[vcpus]}</vcpu>
  <os>
    <type arch='x86_64' machine='${guest[machine]}'>hvm</type>
    <kernel>/var/lib/libvirt/boot/vmlinuz</kernel>
    <initrd>/var/lib/libvirt/boot/initrd</initrd>
    <cmdline>$(kernel_arguments "$name")</cmdline>
  </os>
  <features><acpi/></features>
  $(cpu_xml)
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
$(disk_xml "$disk")
$(iso_xml "$iso")
    $(network_xml "$(printf '52:54:00:77:00:%02x' "$number")")
    <serial type='file'>
      <source path='/var/log/libvirt/qemu/$name-serial.log' append='on'/>
      <target port='0'/>
    </serial>
    <console type='file'>
      <source path='/var/log/libvirt/qemu/$name-serial.log' append='on'/>
      <target type='serial' port='0'/>
    </console>
    $(graphics_xml)
    <memballoon model='none'/>
${guest[snippets]}
  </devices>
  $(seclabel_xml)
</domain>
END
}

virsh_on() {
  local host=$1
  shift
  in_host "$host" virsh -q -c qemu:///system "$@"
}

# Takes every trace of a guest off the lab.
forget_guest() {
  local name=$1 host
  for host in "${lab_hosts[@]}"; do
    virsh_on "$host" destroy "$name" >/dev/null 2>&1 || true
    virsh_on "$host" undefine "$name" --nvram --tpm --managed-save --snapshots-metadata --checkpoints-metadata >/dev/null 2>&1 || true
    rm -f "$(serial_log "$host" "$name")"
    in_host "$host" rm -f "/var/lib/libvirt/images/$name"{.raw,.qcow2,-base.qcow2,.iso} "/srv/lookalike/$name"{.raw,.qcow2,-base.qcow2}
  done
  forget_lun "$name"
  rm -rf "$(guest_dir "$name")" "$lab_state/shared/$name"{.raw,.qcow2,-base.qcow2}
}

command_guest_remove() {
  need_guest "${1:-}"
  take_lock
  forget_guest "$1"
  say "$1 is gone."
}

has_ticked() { grep -qsE '^tick [0-9]+ ' "$(serial_log "$1" "$2")"; }

command_guest() {
  local name=${1:-} begin disk iso='' dir host
  local -A guest
  [[ $name =~ ^[A-Za-z0-9][A-Za-z0-9_.-]*$ ]] || usage_error "guest: give it a name of letters, digits, - _ ."
  shift
  guest_defaults
  parse_guest_options "$@"
  take_lock
  need_lab
  host_pid "${guest[on]}" >/dev/null || die "${guest[on]} is not up"
  begin=$(now_ms)
  dir=$(guest_dir "$name")
  disk=$(disk_path "$name")
  [[ ! -d $dir ]] || forget_guest "$name"
  install -d "$dir"
  take_number >"$dir/number.new"
  mv "$dir/number.new" "$dir/number"
  printf '%s\n' "$disk" >"$dir/disk"
  make_images "$name" "$disk"
  if [[ -n ${guest[iso]} ]]; then
    iso=/var/lib/libvirt/images/$name.iso
    for host in "${lab_hosts[@]}"; do in_host "$host" truncate -s 1M "$iso"; done
  fi
  write_domain "$name" "$disk" "$iso" >"$(guest_xml "$name")"
  add_guest_to_host "$name"
  # Others may go on while it boots.
  release_lock
  if [[ -n ${guest[start]} && -n ${guest[wait]} ]]; then
    wait_for 60 has_ticked "${guest[on]}" "$name" ||
      die "$name does not tick on ${guest[on]}; see $0 guest-log $name"
    say "$name runs on ${guest[on]}, booted in $(seconds_since "$begin") s."
  else
    say "$name is on ${guest[on]}."
  fi
}

add_guest_to_host() {
  local name=$1 host=${guest[on]}
  if [[ -n ${guest[transient]} ]]; then
    virsh_on "$host" create /dev/stdin <"$(guest_xml "$name")" >/dev/null
  else
    virsh_on "$host" define /dev/stdin <"$(guest_xml "$name")" >/dev/null
    [[ -z ${guest[start]} ]] || virsh_on "$host" start "$name" >/dev/null
  fi
}
