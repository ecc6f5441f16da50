# Which item is which, and who may speak for an address, with the real program.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  foreach(name identity authority)
    add_test(NAME ${name} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.py --tidings $<TARGET_FILE:program-tidings>)
  endforeach()
  set_tests_properties(identity authority PROPERTIES LABELS integration TIMEOUT 280)
endif()
