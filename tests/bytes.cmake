# What is written to files is what the store holds, with the real program.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME bytes COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/bytes.py --tidings $<TARGET_FILE:program-tidings>)
  set_tests_properties(bytes PROPERTIES LABELS integration TIMEOUT 280)
endif()
