# What the feed readers cost against the XML parser alone: bench-feed FILE... (see tests/bench/bench_feed.c).
if(TARGET tidings-worker AND TARGET PkgConfig::XML2)
  add_executable(bench-feed ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_feed.c)
  target_compile_definitions(bench-feed PRIVATE TIDINGS_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(bench-feed PRIVATE tidings-worker PkgConfig::XML2)
endif()
