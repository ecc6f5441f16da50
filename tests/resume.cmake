# What was interrupted is taken up again by whom it belongs to, and its failures are not forgotten.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME resume COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/resume.py --tidings $<TARGET_FILE:program-tidings>)
  set_tests_properties(resume PROPERTIES LABELS integration TIMEOUT 200)
endif()
