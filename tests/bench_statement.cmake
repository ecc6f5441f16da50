# A program for measuring the reader of statements against libxml2; no test.
if(TARGET PkgConfig::XML2)
  add_executable(bench-statement ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_article.c)
  target_compile_definitions(bench-statement PRIVATE TIDINGS_BUILD_DIR="${CMAKE_BINARY_DIR}" BENCH_PARSER="statement")
  target_link_libraries(bench-statement PRIVATE tidings-worker PkgConfig::XML2 PkgConfig::ZLIB)
endif()
