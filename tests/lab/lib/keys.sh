# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Throw-away keys: ssh for every host and the desk, and an authority with
# certificates for libvirt's and QEMU's TLS. Made anew with each lab.

readonly keys=$lab_state/keys

make_ssh_keys() {
  local name
  for name in desk "${lab_hosts[@]}"; do
    ssh-keygen -q -t ed25519 -N '' -C "$name.$lab_domain" -f "$keys/ssh-$name"
  done
  for name in "${lab_hosts[@]}"; do
    ssh-keygen -q -t ed25519 -N '' -C "$name.$lab_domain" -f "$keys/sshd-$name"
  done
  cat "$keys"/ssh-*.pub >"$keys/authorized_keys"
  known_hosts >"$keys/known_hosts"
}

known_hosts() {
  local host type key
  for host in "${lab_hosts[@]}"; do
    read -r type key _ <"$keys/sshd-$host.pub"
    printf '%s,%s.%s,%s %s %s\n' "$host" "$host" "$lab_domain" "$(address_of "$host")" "$type" "$key"
  done
}

# Fills a .ssh directory for desk or a host.
fill_ssh_dir() {
  local name=$1 dir=$2
  install -d -m 700 "$dir"
  install -m 600 "$keys/ssh-$name" "$dir/id_ed25519"
  install -m 644 "$keys/ssh-$name.pub" "$dir/id_ed25519.pub"
  install -m 644 "$keys/known_hosts" "$dir/known_hosts"
  install -m 600 "$keys/authorized_keys" "$dir/authorized_keys"
}

certtool_quiet() { certtool "$@" 2>"$keys/certtool.log" || die "certtool: $(tail -n 1 "$keys/certtool.log")"; }

# RSA, because libvirt 9.0 wants a certificate whose key may encipher keys.
make_tls_key() { certtool_quiet --generate-privkey --key-type rsa --bits 2048 --outfile "$1"; }

make_authority() {
  make_tls_key "$keys/ca.key"
  printf '%s\n' 'cn = "Drover lab"' ca cert_signing_key 'expiration_days = 365' >"$keys/ca.info"
  certtool_quiet --generate-self-signed --load-privkey "$keys/ca.key" --template "$keys/ca.info" --outfile "$keys/ca.pem"
}

# sign_certificate NAME OUTFILE [TEMPLATE LINE…]: for desk or a host.
sign_certificate() {
  local name=$1 out=$2
  shift 2
  {
    printf 'cn = "%s.%s"\n' "$name" "$lab_domain"
    printf '%s\n' tls_www_client tls_www_server signing_key encryption_key
    if is_host "$name"; then
      printf 'dns_name = "%s.%s"\ndns_name = "%s"\nip_address = "%s"\n' "$name" "$lab_domain" "$name" "$(address_of "$name")"
    fi
    if (($#)); then printf '%s\n' "$@"; else printf 'expiration_days = 365\n'; fi
  } >"$keys/$name.info"
  certtool_quiet --generate-certificate --load-privkey "$keys/$name.key" --template "$keys/$name.info" \
    --load-ca-certificate "$keys/ca.pem" --load-ca-privkey "$keys/ca.key" --outfile "$out"
}

make_certificates() {
  local name
  make_authority
  for name in desk "${lab_hosts[@]}"; do
    make_tls_key "$keys/$name.key"
    sign_certificate "$name" "$keys/$name.pem"
  done
}

# fill_pki NAME DIR: the tree that belongs over /etc/pki.
fill_pki() {
  local name=$1 dir=$2
  install -d "$dir/CA" "$dir/libvirt/private" "$dir/qemu"
  install -m 644 "$keys/ca.pem" "$dir/CA/cacert.pem"
  install -m 644 "$keys/$name.pem" "$dir/libvirt/clientcert.pem"
  # The desk's user is not root; the key opens nothing but this lab.
  install -m 644 "$keys/$name.key" "$dir/libvirt/private/clientkey.pem"
  is_host "$name" || return 0
  install -m 644 "$keys/$name.pem" "$dir/libvirt/servercert.pem"
  install -m 644 "$keys/$name.key" "$dir/libvirt/private/serverkey.pem"
  install -m 644 "$keys/ca.pem" "$dir/qemu/ca-cert.pem"
  install -m 644 "$keys/$name.pem" "$dir/qemu/server-cert.pem"
  install -m 644 "$keys/$name.key" "$dir/qemu/server-key.pem"
  install -m 644 "$keys/$name.pem" "$dir/qemu/client-cert.pem"
  install -m 644 "$keys/$name.key" "$dir/qemu/client-key.pem"
}

make_keys() {
  install -d -m 700 "$keys"
  make_ssh_keys
  make_certificates
}
