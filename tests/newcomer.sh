#!/usr/bin/env bash
# newcomer.sh - do the two commands of the README work on a Debian 12, and on a Debian 13, that has nothing yet?
#
#   sudo tests/newcomer.sh [--suite NAME] [--out FILE] [--keep DIR] [--folder NAME]
#
# For each release: makes a minimal Debian in a temporary folder, puts a fresh clone of this checkout's last commit into it,
# and runs `./dev run` and `./dev test` there as an ordinary user who may use sudo.  Before the first it looks whether
# --no-install refuses; after it the right to sudo is taken away, since nothing more may be missing by then.
#
#   --suite NAME    only this release: bookworm (Debian 12) or trixie (Debian 13)
#   --out FILE      both transcripts, in FILE.SUITE when both releases are tried (otherwise files in /tmp, named at the end)
#   --keep DIR      keep the system in DIR/SUITE, or use again what is there (its packages are then installed already)
#   --folder NAME   where to put the clone below the user's home: "my news/tidings" tries a path with a space
#
# Needs root, debootstrap, and an apt that can reach a Debian mirror: mirror, proxy and keys are the ones apt on this
# system is set up with; where that knows only another release, the same mirror is asked for this one.  Takes about as long
# as four builds; not part of continuous integration.
set -euo pipefail

suites=(bookworm trixie)
suite=
checkout=$(cd "$(dirname "$0")/.." && pwd)
out=
keep=
folder=tidings
tree=
scratch=
mounts=()
mark=etc/tidings-newcomer # in a tree that is complete, and ours
fresh=1

say() { printf 'newcomer: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }

options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --suite | --out | --keep | --folder) [ -n "${2:-}" ] || die "$1 needs a value" ;;
    esac
    case $1 in
      --suite) suite=$2; shift 2 ;;
      --out) out=$2; shift 2 ;;
      --keep) keep=$2; shift 2 ;;
      --folder) folder=$2; shift 2 ;;
      -h | --help) sed -n '2,17s/^# \{0,1\}//p' "$0"; exit 0 ;;
      *) die "unknown option: $1 (see --help)" ;;
    esac
  done
  case /$folder/ in */../*) die "--folder stays below the home: $folder" ;; esac
}

needs() {
  local t
  [ "$(id -u)" = 0 ] || die "needs root: mounts, chroot (sudo $0 ...)"
  for t in debootstrap apt-get apt-config git chroot mount; do
    command -v "$t" >/dev/null || die "needs $t, which is not installed"
  done
}

# Lines "URI SUITE COMPONENT FILE:LINE": what apt here reads for some release of Debian, in either format of its source
# lists, said for the wanted one.
sources() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(SOURCESENTRY)' 'Identifier: Packages' |
    awk -v wanted="$suite" -v known="${suites[*]}" 'BEGIN { n = split(known, names, " ") }
      { for (i = 1; i <= n; i++)
          if ($2 == names[i] || index($2, names[i] "-") == 1) {
            print $1, wanted substr($2, length(names[i]) + 1), $3, $4
            next
          } }' | sort -u
}

keyring_of() { # FILE:LINE, as sources() has it
  sed -nE 's/.*[Ss]igned-[Bb]y[:=] *(\/[^], ]+).*/\1/p' "${1%:*}" | head -n 1
}

cleanup() {
  local status=$? i
  trap - EXIT
  for ((i = ${#mounts[@]} - 1; i >= 0; i--)); do
    umount "${mounts[i]}" 2>/dev/null || umount -l "${mounts[i]}" || say "still mounted: ${mounts[i]}"
  done
  [ -n "$keep" ] || [ -z "$tree" ] || rm -rf --one-file-system "$tree"
  [ -z "$scratch" ] || rm -rf "$scratch"
  exit "$status"
}

bootstrap() { # mirror keyring
  local include=sudo http_proxy https_proxy options=()
  http_proxy=$(apt-config shell p Acquire::http::Proxy | sed "s/^p='\(.*\)'$/\1/")
  https_proxy=$(apt-config shell p Acquire::https::Proxy | sed "s/^p='\(.*\)'$/\1/")
  [ -z "$http_proxy" ] || export http_proxy
  [ -z "$https_proxy" ] || export https_proxy
  case $1 in https:*) include=$include,ca-certificates ;; esac
  [ -z "$2" ] || options=(--keyring="$2")
  debootstrap --variant=minbase --include="$include" "${options[@]}" "$suite" "$tree" "$1" \
    >"$scratch/debootstrap" 2>&1 || { tail -n 20 "$scratch/debootstrap" >&2; die "debootstrap failed"; }
  touch "$tree/$mark"
}

# The same sources, proxy and keys as here, and nothing else of this system's settings.
take_apt_settings() {
  local uri release component entry keyring
  cp -a /etc/apt/trusted.gpg.d/. "$tree/etc/apt/trusted.gpg.d/"
  : >"$tree/etc/apt/sources.list"
  while read -r uri release component entry; do
    keyring=$(keyring_of "$entry")
    if [ -n "$keyring" ]; then
      mkdir -p "$tree$(dirname "$keyring")"
      cp "$keyring" "$tree$keyring"
    fi
    echo "deb ${keyring:+[signed-by=$keyring] }$uri $release $component" >>"$tree/etc/apt/sources.list"
  done <"$scratch/sources"
  apt-config dump | grep -E '^Acquire::(https?|ftp|Retries|Force|Check|Languages)[^ ]* "' \
    >"$tree/etc/apt/apt.conf.d/90host" || true
}

take_network_settings() {
  local f
  for f in resolv.conf hosts; do [ ! -e "/etc/$f" ] || cp -L "/etc/$f" "$tree/etc/$f"; done
}

add_user() {
  chroot "$tree" id newcomer >/dev/null 2>&1 || chroot "$tree" useradd --create-home --shell /bin/bash newcomer
  echo 'newcomer ALL=(ALL) NOPASSWD: ALL' >"$tree/etc/sudoers.d/newcomer"
  chmod 440 "$tree/etc/sudoers.d/newcomer"
  printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d" # no package starts a service
  chmod 755 "$tree/usr/sbin/policy-rc.d"
}

mount_in() { # type place options
  mkdir -p "$tree/$2"
  mount -t "$1" -o "$3" "$1" "$tree/$2"
  mounts+=("$tree/$2")
}

mount_all() {
  mount_in proc proc nosuid,nodev,noexec
  mount_in sysfs sys nosuid,nodev,noexec,ro
  mount_in devpts dev/pts nosuid,noexec,gid=5,mode=620,ptmxmode=666
  mount_in tmpfs dev/shm nosuid,nodev
}

put_clone() {
  local home=$tree/home/newcomer
  rm -rf "${home:?}/$folder"
  mkdir -p "$(dirname "$home/$folder")"
  # whoever owns the checkout: root may clone it
  git config --file "$scratch/gitconfig" safe.directory '*'
  GIT_CONFIG_GLOBAL=$scratch/gitconfig git clone -q --no-hardlinks "$checkout" "$home/$folder"
  chroot "$tree" chown -R newcomer: /home/newcomer
}

# One command as the user, in a login of their own; its transcript goes to the end of $out.
as_newcomer() { # name command...
  local name=$1 started=$SECONDS status=0
  shift
  printf '===== newcomer$ %s\n' "$*" >>"$out"
  chroot "$tree" su - newcomer -c "cd '$folder' && $*" </dev/null >"$scratch/$name" 2>&1 || status=$?
  cat "$scratch/$name" >>"$out"
  printf '===== exit %d after %d s\n' "$status" "$((SECONDS - started))" >>"$out"
  say "$*: exit $status after $((SECONDS - started)) s"
  return "$status"
}

show_end() { # name
  [ -f "$scratch/$1" ] || return 0
  printf '\n--- the last lines of ./dev %s\n' "$1"
  tail -n 15 "$scratch/$1"
}

refuses_without_install() {
  if as_newcomer refuse ./dev --no-install build; then return 1; fi
  grep -q 'missing: .*cmake' "$scratch/refuse"
}

prepare() {
  local mirror entry
  scratch=$(mktemp -d)
  trap cleanup EXIT
  trap 'exit 130' INT TERM HUP
  tree=${keep:-$(mktemp -d)}
  mkdir -p "$tree"
  tree=$(cd "$tree" && pwd)
  chmod 755 "$tree"
  sources >"$scratch/sources"
  read -r mirror _ _ entry < <(grep " $suite main " "$scratch/sources") ||
    die "apt on this system knows no mirror of $suite main"
  if [ -e "$tree/$mark" ]; then
    fresh=0
  elif [ -n "$(ls -A "$tree")" ]; then
    die "$tree is neither empty nor a system that this script has finished"
  else
    bootstrap "$mirror" "$(keyring_of "$entry")"
  fi
  take_apt_settings
  take_network_settings
  add_user
  mount_all
  put_clone
}

options "$@"
needs
if [ -z "$suite" ]; then
  failed=0
  for s in "${suites[@]}"; do
    "$0" "$@" --suite "$s" --out "${out:-/tmp/tidings-newcomer-$$}.$s" ${keep:+--keep "$keep/$s"} || failed=1
  done
  exit "$failed"
fi
out=${out:-/tmp/tidings-newcomer-$$.txt}
: >"$out"
prepare
say "Debian $(cat "$tree/etc/debian_version"), $([ "$fresh" = 1 ] && echo new || echo kept), ready after $SECONDS s"
failed=0
if [ "$fresh" = 1 ] && ! refuses_without_install; then
  say "--no-install did not refuse and name what is missing"
  failed=1
fi
as_newcomer run ./dev run || failed=1
rm -f "$tree/etc/sudoers.d/newcomer"
as_newcomer test ./dev test || failed=1
show_end run
show_end test
say "both transcripts: $out"
[ "$failed" = 0 ] || die "something failed"
