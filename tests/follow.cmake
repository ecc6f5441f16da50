# Where documents lead, with the real program, a web server on loopback and a parser from outside the tree.
add_library(test-lists MODULE plugins/lists.c)
target_link_libraries(test-lists PRIVATE tidings-flags tidings-plugin-api)
set_target_properties(test-lists PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/lists)
tidings_script_test(follow ARGS --plugins $<TARGET_FILE_DIR:test-lists>)
