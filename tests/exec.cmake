# Programs in any language (plugins: exec:), through the real program.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND AND TARGET PkgConfig::SECCOMP)
  add_test(NAME exec COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/exec.py --tidings $<TARGET_FILE:program-tidings>
           --source ${CMAKE_SOURCE_DIR})
  set_tests_properties(exec PROPERTIES LABELS integration TIMEOUT 300 SKIP_RETURN_CODE 77)
endif()
