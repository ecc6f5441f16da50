# Polling as a whole, short form; the long one is a command of its own: tests/polling.py --tidings build/release/tidings --long
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME polling COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/polling.py --tidings $<TARGET_FILE:program-tidings>)
  set_tests_properties(polling PROPERTIES LABELS integration TIMEOUT 280)
endif()
