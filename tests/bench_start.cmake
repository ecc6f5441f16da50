# bench-start TIDINGS FOLDER [RECORDS [DAYS]]: passes on a large store with nothing new, and with one new record.
add_executable(bench-start ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_start.c)
target_link_libraries(bench-start PRIVATE tidings-store tidings-record tidings-flags)
set_target_properties(bench-start PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
