# A program for measuring the stages; no test.
if(TARGET PkgConfig::JANSSON)
  add_executable(bench-stages ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_stages.c)
  target_compile_definitions(bench-stages PRIVATE TIDINGS_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(bench-stages PRIVATE tidings-worker)
endif()
