# Sources behind an API, with a parser from outside the tree and two web servers.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME api COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/api.py --tidings $<TARGET_FILE:program-tidings>
           --include ${CMAKE_SOURCE_DIR}/include)
  set_tests_properties(api PROPERTIES LABELS integration TIMEOUT 280)
endif()
