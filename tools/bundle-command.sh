# The bundle of the command that ../fivewhys starts, made anew when a source has changed since. Sourced by ../fivewhys, so POSIX sh.

# Prints the file to start; fails where there is no bundle and none can be made (a source that doesn't parse, no right to write): the sources run as they are.
bundled_command() {
  folder=$1/node_modules/.cache/fivewhys/dist
  if ! bundle_is_current "$1" "$folder/main.js"; then
    # Nobody waits for a bundle that can't be kept.
    [ -w "$1/node_modules" ] || return 1
    "$1/node_modules/node/bin/node" "$1/tools/bundle-command.ts" "$folder" >/dev/null 2>&1 || return 1
  fi
  printf '%s\n' "$folder/main.js"
}

# By the time of the last change of file or folder, which nobody can set back as `cp -p` or `tar` does that of writing. A find(1) that can't say it (busybox) fails.
bundle_is_current() {
  [ -f "$2" ] && changed=$(find "$1"/packages/*/src "$1"/packages/*/package.json "$1/package-lock.json" "$1/tools/bundle-command.ts" -cnewer "$2" -print -quit 2>&1) && [ -z "$changed" ]
}
