# bench-start TIDINGS FOLDER [RECORDS [DAYS]]: passes on a large store with nothing new, and with one new record.
add_executable(bench-start ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_start.c)
target_link_libraries(bench-start PRIVATE tidings-store tidings-record tidings-flags)
set_target_properties(bench-start PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
# Short: one new record is one, nothing new is none.
if(TIDINGS_TESTS)
  add_test(NAME bench-start-short COMMAND sh -c "rm -rf $2 && exec $0 $1 $2 1000 3" $<TARGET_FILE:bench-start>
    $<TARGET_FILE:program-tidings> ${CMAKE_BINARY_DIR}/bench-start-short)
  set_tests_properties(bench-start-short PROPERTIES LABELS integration
    ENVIRONMENT TIDINGS_CHECKPOINT_NOTES=1)
  tidings_test_limit(bench-start-short 120)
endif()
