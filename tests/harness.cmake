# What tests of plugins share.
if(TARGET PkgConfig::JANSSON)
  add_library(tidings-harness STATIC ${CMAKE_CURRENT_SOURCE_DIR}/harness.c)
  target_compile_definitions(tidings-harness PRIVATE TIDINGS_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TIDINGS_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_include_directories(tidings-harness PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(tidings-harness PUBLIC tidings-testing tidings-worker)
  add_executable(tidings-tryout ${CMAKE_CURRENT_SOURCE_DIR}/tryout.c)
  target_link_libraries(tidings-tryout PRIVATE tidings-worker)
endif()
