# A configuration says one thing: to `check`, to `run`, and to the reader of the sample; and what texts show is what
# the program takes and prints.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME options COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/options.py --tidings $<TARGET_FILE:program-tidings>
           --source ${CMAKE_SOURCE_DIR})
  add_test(NAME commands COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/commands.py --tidings $<TARGET_FILE:program-tidings>
           --source ${CMAKE_SOURCE_DIR})
  set_tests_properties(options commands PROPERTIES LABELS integration TIMEOUT 280)
endif()
