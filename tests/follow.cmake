# Where documents lead, with the real program, a web server on loopback and a parser from outside the tree.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_library(test-lists MODULE plugins/lists.c)
  target_link_libraries(test-lists PRIVATE tidings-flags tidings-plugin-api)
  set_target_properties(test-lists PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/lists)
  add_test(NAME follow COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/follow.py --tidings $<TARGET_FILE:program-tidings>
           --plugins $<TARGET_FILE_DIR:test-lists>)
  set_tests_properties(follow PROPERTIES LABELS integration TIMEOUT 280)
endif()
