#!/bin/sh
# build.sh HEADERS OUT - the plugins of this folder, against the headers in HEADERS, as small files in OUT.
set -e
here=$(dirname "$0")
for name in guide fetcher parser stage brief sink store; do
  ${CC:-gcc} -std=gnu11 -Wall -Wextra -Os -s -shared -fPIC -fvisibility=hidden -fno-asynchronous-unwind-tables -Wl,-z,noseparate-code \
    -Wl,--build-id=none -I "$1" "$here/kept_$name.c" -o "$2/kept_$name.so"
done
