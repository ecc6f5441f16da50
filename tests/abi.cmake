# Plugins that were built against the headers of earlier revisions (abi/README.md), run by this program.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  foreach(revision 1 2)
    add_test(NAME abi-rev${revision} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/abi.py --tidings $<TARGET_FILE:program-tidings>
             --plugins ${CMAKE_CURRENT_SOURCE_DIR}/abi/rev${revision})
    set_tests_properties(abi-rev${revision} PROPERTIES LABELS "integration;abi" TIMEOUT 200 SKIP_RETURN_CODE 77)
  endforeach()
endif()
# What the present revision has, by plugins built outside the tree.
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME revision COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/revision.py --tidings $<TARGET_FILE:program-tidings>
           --source ${CMAKE_SOURCE_DIR})
  set_tests_properties(revision PROPERTIES LABELS "integration;abi" TIMEOUT 280 SKIP_RETURN_CODE 77)
endif()
# Components with names of others.
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME names COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/names.py --tidings $<TARGET_FILE:program-tidings>
           --source ${CMAKE_SOURCE_DIR})
  set_tests_properties(names PROPERTIES LABELS integration TIMEOUT 280 SKIP_RETURN_CODE 77)
endif()
# Nothing of the public structs has moved, nothing of the kit has gone.
if(TIDINGS_TESTS AND Python3_FOUND AND TARGET tidings-kit)
  add_test(NAME abi-layout COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/abi_layout.py --source ${CMAKE_SOURCE_DIR}
           --kit $<TARGET_FILE:tidings-kit>)
  set_tests_properties(abi-layout PROPERTIES LABELS "interface;abi" TIMEOUT 60 SKIP_RETURN_CODE 77)
endif()
