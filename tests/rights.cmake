# What plugins from outside the tree may do: nothing that the operator did not write.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME rights COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/rights.py --tidings $<TARGET_FILE:program-tidings>
           --include ${CMAKE_SOURCE_DIR}/include)
  set_tests_properties(rights PROPERTIES LABELS integration TIMEOUT 280)
endif()
