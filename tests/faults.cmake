# What becomes of an import when one call of the operating system or one allocation fails.  The short form; more places
# of failure: tests/faults.py --tidings build/release/tidings --shim build/release/tests/fail_alloc.so --points 20
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  set(shim)
  if(NOT TIDINGS_SANITIZE)
    add_library(fail_alloc MODULE ${CMAKE_CURRENT_SOURCE_DIR}/fail_alloc.c)
    target_compile_definitions(fail_alloc PRIVATE _GNU_SOURCE)
    set_target_properties(fail_alloc PROPERTIES PREFIX "" C_VISIBILITY_PRESET default LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    set(shim --shim $<TARGET_FILE:fail_alloc>)
  endif()
  add_test(NAME faults COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/faults.py
           --tidings $<TARGET_FILE:program-tidings> ${shim})
  set_tests_properties(faults PROPERTIES LABELS integration TIMEOUT 200 SKIP_RETURN_CODE 77)
endif()
