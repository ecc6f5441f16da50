# Where documents lead, with the real program and a web server on loopback.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME follow COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/follow.py --tidings $<TARGET_FILE:program-tidings>)
  set_tests_properties(follow PROPERTIES LABELS integration TIMEOUT 280)
endif()
