# A program for measuring the article reader against libxml2; no test.
if(TARGET PkgConfig::XML2)
  add_executable(bench-article ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_article.c)
  target_compile_definitions(bench-article PRIVATE TIDINGS_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(bench-article PRIVATE tidings-worker PkgConfig::XML2 PkgConfig::ZLIB)
endif()
