# Compiler flags every target of ours gets.
add_library(tidings-flags INTERFACE)
target_compile_definitions(tidings-flags INTERFACE _GNU_SOURCE)
target_compile_options(tidings-flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion -Wvla -Wformat=2
  -fno-strict-aliasing)
if(TIDINGS_WERROR)
  target_compile_options(tidings-flags INTERFACE -Werror)
endif()
if(TIDINGS_SANITIZE)
  target_compile_options(tidings-flags INTERFACE -fsanitize=${TIDINGS_SANITIZE} -fno-omit-frame-pointer -O1)
  target_link_options(tidings-flags INTERFACE -fsanitize=${TIDINGS_SANITIZE})
  if(TIDINGS_SANITIZE MATCHES undefined)
    target_compile_options(tidings-flags INTERFACE -fno-sanitize-recover=undefined)
  endif()
  target_compile_definitions(tidings-flags INTERFACE TIDINGS_SANITIZED=1)
endif()
if(TIDINGS_FUZZ)
  target_compile_options(tidings-flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
# Hardening costs nothing measurable here (docs/performance.md) and is wanted in a program that reads the internet.
target_compile_options(tidings-flags INTERFACE -fstack-protector-strong)
target_link_options(tidings-flags INTERFACE -Wl,-z,relro,-z,now)
