# Installs the Debian packages of debian-packages.txt that are missing, when run as root on a Debian-like system. Sourced by check.sh.
# Never fatal: a machine without them, or without a network, still runs every test that doesn't need them.

install_debian_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
  local -a missing=()
  local name
  while read -r name _; do
    [[ -z $name || $name == '#'* ]] && continue
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
  done <"$1"
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    echo "warning: not installed: ${missing[*]} (not root; install them with: sudo apt-get install ${missing[*]})" >&2
    return 0
  fi

  echo "installing ${missing[*]} with apt-get" >&2
  local -a patience=(-o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 -o DPkg::Lock::Timeout=120)
  export DEBIAN_FRONTEND=noninteractive
  # A repository that can't be reached fails the update, while the lists at hand may still do.
  apt-get "${patience[@]}" -qq update >&2
  if ! without_starting_services apt-get "${patience[@]}" -qq install -y --no-install-recommends "${missing[@]}" >&2; then
    echo "warning: apt-get could not install ${missing[*]}; the tests that need them will be skipped" >&2
  fi
}

# Servers among the packages are for the lab, which starts its own. Before it starts a service, dpkg asks this file, and 101 forbids it.
without_starting_services() {
  local policy=${POLICY_RC_D:-/usr/sbin/policy-rc.d}
  if [[ -e $policy ]]; then
    "$@"
    return
  fi
  (
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    "$@"
  )
}
