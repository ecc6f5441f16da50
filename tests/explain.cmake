# What `tidings parse --explain` tells of pages, reports and feeds.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME explain COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/explain.py --tidings $<TARGET_FILE:program-tidings>
           --source ${CMAKE_SOURCE_DIR})
  set_tests_properties(explain PROPERTIES LABELS integration TIMEOUT 280)
endif()
