# Sets a checkout up: the npm packages that package-lock.json names, among them the Node.js that everything runs on. Sourced by ../fivewhys and by
# check.sh, so POSIX sh. It writes to standard error only, since standard output belongs to the command that is about to start.

set_up_say() { printf 'fivewhys: %s\n' "$*" >&2; }

# The stamp is a copy of the package-lock.json that was installed, so an older or a newer lock is noticed alike, and a clone with odd times too.
set_up_is_done() { cmp -s "$1/package-lock.json" "$1/node_modules/.fivewhys-set-up" 2>/dev/null; }

set_up_checkout() {
  set_up_is_done "$1" || (set_up_now "$1")
}

# Runs in a subshell: it holds the lock on descriptor 9 until it ends.
set_up_now() {
  root=$1
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    set_up_say 'npm is not on the PATH. The first start needs Node.js 20 or newer with npm, to install the packages in package-lock.json.'
    return 1
  fi
  major=$(node -p 'process.versions.node.split(".")[0]')
  if [ "${major:-0}" -lt 20 ]; then
    set_up_say "Node.js 20 or newer is needed to set the checkout up; $(command -v node) is $(node --version)."
    return 1
  fi

  # Two first starts at once: the second waits for the first. Where flock(1) is missing (macOS), nothing keeps them apart.
  if command -v flock >/dev/null; then
    exec 9<"$root/tools/set-up.sh"
    if ! flock -n 9; then
      set_up_say 'another start is setting this checkout up; waiting for it.'
      flock 9
    fi
    set_up_is_done "$root" && return 0
  fi

  if ! node "$root/tools/is-installed.mjs" "$root" || ! set_up_node_runs "$root"; then
    if [ ! -w "$root" ] || { [ -e "$root/node_modules" ] && [ ! -w "$root/node_modules" ]; }; then
      set_up_say "$root is not writable for $(id -un), and its packages are not installed. Run this once as the owner: cd $root && npm ci"
      return 1
    fi
    set_up_say 'setting this checkout up with npm ci (once, and again when package-lock.json changes).'
    # --include: NODE_ENV=production or omit=dev would leave out Node itself; omit=optional the native halves of Biome and swc.
    if ! (cd "$root" && npm ci --include=dev --include=optional --engine-strict=false --no-audit --no-fund --loglevel=error 9<&-) >&2; then
      set_up_say "npm ci failed in $root; what it said is above. When the registry can't be reached, try again later or set npm's registry or proxy."
      return 1
    fi
    # With ignore-scripts in a user's npm settings the package `node` is there without its binary, which its install script fetches.
    if ! set_up_node_runs "$root"; then
      set_up_say 'the install script of the package node did not run; running that one.'
      (cd "$root" && npm rebuild node --ignore-scripts=false --loglevel=error 9<&-) >&2
    fi
    if ! set_up_node_runs "$root"; then
      set_up_say "the Node.js that npm installed does not run here: $root/node_modules/node/bin/node ($(uname -sm))."
      return 1
    fi
  fi
  cp "$root/package-lock.json" "$root/node_modules/.fivewhys-set-up" 2>/dev/null || :
}

set_up_node_runs() { [ -x "$1/node_modules/node/bin/node" ] && "$1/node_modules/node/bin/node" --version >/dev/null 2>&1; }
