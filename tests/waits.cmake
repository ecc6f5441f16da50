# Nothing waits for ever: dead workers, stopped workers, silent servers, full pipes, deferred records.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_library(test-defer MODULE ${CMAKE_CURRENT_SOURCE_DIR}/plugins/defer.c)
  target_link_libraries(test-defer PRIVATE tidings-flags tidings-plugin-api)
  target_compile_definitions(test-defer PRIVATE _GNU_SOURCE)
  set_target_properties(test-defer PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/sinks)
  target_link_options(test-defer PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/plugin.map)
  add_test(NAME waits COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/waits.py --tidings $<TARGET_FILE:program-tidings>
           --sinks $<TARGET_FILE_DIR:test-defer>)
  set_tests_properties(waits PROPERTIES LABELS integration TIMEOUT 280)
endif()
