#!/usr/bin/env bash
# The whole check, as `npm test` and CI run it. It needs Node.js 20 or newer with npm, and sets up the rest itself; check.ts says what it runs.
set -u
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

. tools/set-up.sh
. tools/debian-packages.sh

if ! set_up_checkout "$root"; then
  printf 'FAILED: set-up\n0 passed, 1 failed, 0 skipped\n'
  exit 1
fi
install_debian_packages tools/debian-packages.txt

export PATH="$root/node_modules/.bin:$PATH"
exec node tools/check.ts "$@"
