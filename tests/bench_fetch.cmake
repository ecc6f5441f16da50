# bench-fetch TIDINGS FOLDER [N [TURNS]]: whole passes beside a bare curl-multi loop.
if(TARGET PkgConfig::CURL AND TARGET parse-feed AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  add_executable(bench-fetch ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_fetch.c ${CMAKE_CURRENT_SOURCE_DIR}/bench/loop_server.c)
  target_compile_definitions(bench-fetch PRIVATE _GNU_SOURCE TIDINGS_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(bench-fetch PRIVATE tidings-worker tidings-store tidings-record PkgConfig::CURL)
  set_target_properties(bench-fetch PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  # Short: every source is polled, also beside others that do not answer.  Times are for the release build alone.
  if(TIDINGS_TESTS)
    add_test(NAME bench-fetch-short COMMAND bench-fetch $<TARGET_FILE:program-tidings> ${CMAKE_BINARY_DIR}/bench-fetch-short 40 1)
    set_tests_properties(bench-fetch-short PROPERTIES LABELS integration)
    tidings_test_limit(bench-fetch-short 120)
  endif()
endif()
