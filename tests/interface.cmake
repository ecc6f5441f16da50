# The interface: headers that compile alone, rules of the tree, and the plugin author's page, which is run.
find_program(TIDINGS_TEST_CXX NAMES g++ clang++ c++)
set(cxx "")
if(TIDINGS_TEST_CXX)
  set(cxx ${TIDINGS_TEST_CXX})
endif()
add_test(NAME interface-headers COMMAND ${CMAKE_COMMAND} -DINCLUDE=${CMAKE_SOURCE_DIR}/include -DCC=${CMAKE_C_COMPILER}
  -DCXX=${cxx} -DWORK=${CMAKE_BINARY_DIR}/tests/interface-headers -P ${CMAKE_CURRENT_SOURCE_DIR}/interface/headers.cmake)
set_tests_properties(interface-headers PROPERTIES LABELS interface TIMEOUT 120)
find_package(Python3 COMPONENTS Interpreter QUIET)
if(CMAKE_NM AND Python3_FOUND)
  add_test(NAME interface-circles COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/interface/circles.py ${CMAKE_SOURCE_DIR}
    ${CMAKE_BINARY_DIR})
  add_test(NAME interface-exits COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/interface/exits.py ${CMAKE_SOURCE_DIR})
  add_test(NAME interface-rules COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/interface/rules.py ${CMAKE_SOURCE_DIR})
  add_test(NAME interface-format COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/interface/format.py ${CMAKE_SOURCE_DIR})
  set_tests_properties(interface-format PROPERTIES LABELS interface TIMEOUT 120 SKIP_RETURN_CODE 77)
  set_tests_properties(interface-circles interface-exits interface-rules PROPERTIES LABELS interface TIMEOUT 120)
endif()
# Under sanitizers a plugin built by the page's plain command would not match its host.
if(TARGET program-tidings AND NOT TIDINGS_SANITIZE)
  add_test(NAME interface-guide COMMAND ${CMAKE_COMMAND} -DPAGE=${CMAKE_SOURCE_DIR}/docs/writing-a-plugin.md
    -DSOURCE_DIR=${CMAKE_SOURCE_DIR} -DTIDINGS=$<TARGET_FILE:program-tidings> -DWORK=${CMAKE_BINARY_DIR}/tests/interface-guide
    -P ${CMAKE_CURRENT_SOURCE_DIR}/interface/guide.cmake)
  set_tests_properties(interface-guide PROPERTIES LABELS interface TIMEOUT 120)
endif()
