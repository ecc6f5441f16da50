# What becomes of an import when one call of the operating system or one allocation fails.  The short form; more places
# of failure: tests/faults.py --tidings build/release/tidings --shim build/release/tests/fail_alloc.so --points 20
set(shim)
if(NOT TIDINGS_SANITIZE)
  add_library(fail_alloc MODULE ${CMAKE_CURRENT_SOURCE_DIR}/fail_alloc.c)
  target_compile_definitions(fail_alloc PRIVATE _GNU_SOURCE)
  set_target_properties(fail_alloc PROPERTIES PREFIX "" C_VISIBILITY_PRESET default LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  set(shim --shim $<TARGET_FILE:fail_alloc>)
endif()
tidings_script_test(faults ARGS ${shim} TIMEOUT 200 MAY_SKIP)
