# What several places of the program ask has one answer.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME one-answer COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/one_answer.py --tidings $<TARGET_FILE:program-tidings>)
  set_tests_properties(one-answer PROPERTIES LABELS integration TIMEOUT 280)
endif()
