# What stages say about records, with plugins of an outside author.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME notes COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/notes.py --tidings $<TARGET_FILE:program-tidings>
           --include ${CMAKE_SOURCE_DIR}/include --page ${CMAKE_SOURCE_DIR}/docs/writing-a-plugin.md --cc ${CMAKE_C_COMPILER})
  set_tests_properties(notes PROPERTIES LABELS integration TIMEOUT 280)
endif()
