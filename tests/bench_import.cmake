# bench-import TIDINGS FOLDER [N]: an import beside the bare parse of the same bytes.
if(TARGET PkgConfig::XML2)
  add_executable(bench-import ${CMAKE_CURRENT_SOURCE_DIR}/bench/bench_import.c)
  target_link_libraries(bench-import PRIVATE tidings-flags PkgConfig::XML2 PkgConfig::ZLIB)
  set_target_properties(bench-import PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
endif()
