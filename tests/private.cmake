# What the program keeps is for its owner alone, and has one writer (private); what it says holds no secret (secrets), and
# nothing that a terminal obeys (terminal).
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME private COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/private.py --tidings $<TARGET_FILE:program-tidings>)
  add_test(NAME secrets COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/secrets.py --tidings $<TARGET_FILE:program-tidings>)
  add_test(NAME terminal COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/terminal.py --tidings $<TARGET_FILE:program-tidings>
           --plugins ${CMAKE_BINARY_DIR}/tests/loud)
  set_tests_properties(private secrets terminal PROPERTIES LABELS integration TIMEOUT 200)
endif()
