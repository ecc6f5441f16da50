# Rights, trust and descriptions of plugins, through the real program.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME sandbox COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/sandbox.py --tidings $<TARGET_FILE:program-tidings>
           --tests ${CMAKE_BINARY_DIR}/tests)
  set_tests_properties(sandbox PROPERTIES LABELS integration TIMEOUT 280)
endif()
