# bench-call [N]: the cost of one call of a plugin, in a worker and in this process; no test.
add_executable(bench-call ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_call.c ${CMAKE_CURRENT_SOURCE_DIR}/driver.c)
target_compile_definitions(bench-call PRIVATE TIDINGS_BUILD_DIR="${CMAKE_BINARY_DIR}")
target_include_directories(bench-call PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(bench-call PRIVATE tidings-worker)
set_target_properties(bench-call PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
add_dependencies(bench-call program-tidings-worker test-echo)
