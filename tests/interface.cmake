# The interface: headers that compile alone, rules of the tree, and the plugin author's page, which is run.
find_program(TIDINGS_TEST_CXX NAMES g++ clang++ c++)
set(cxx "")
if(TIDINGS_TEST_CXX)
  set(cxx ${TIDINGS_TEST_CXX})
endif()
add_test(NAME interface-headers COMMAND ${CMAKE_COMMAND} -DINCLUDE=${CMAKE_SOURCE_DIR}/include -DCC=${CMAKE_C_COMPILER}
  -DCXX=${cxx} -DWORK=${CMAKE_BINARY_DIR}/tests/interface-headers -P ${CMAKE_CURRENT_SOURCE_DIR}/interface/headers.cmake)
set_tests_properties(interface-headers PROPERTIES LABELS interface TIMEOUT 120)
if(CMAKE_NM)
  tidings_script_test(interface-circles SCRIPT interface/circles.py ARGS ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}
                      LABELS interface TIMEOUT 120 ALONE)
endif()
tidings_script_test(interface-exits SCRIPT interface/exits.py ARGS ${CMAKE_SOURCE_DIR} LABELS interface TIMEOUT 120 ALONE)
tidings_script_test(interface-rules SCRIPT interface/rules.py ARGS ${CMAKE_SOURCE_DIR} LABELS interface TIMEOUT 120 ALONE)
tidings_script_test(interface-format SCRIPT interface/format.py ARGS ${CMAKE_SOURCE_DIR} LABELS interface TIMEOUT 120 ALONE
                    MAY_SKIP)
# Under sanitizers a plugin built by the page's plain command would not match its host.
if(TARGET program-tidings AND NOT TIDINGS_SANITIZE)
  add_test(NAME interface-guide COMMAND ${CMAKE_COMMAND} -DPAGE=${CMAKE_SOURCE_DIR}/docs/writing-a-plugin.md
    -DSOURCE_DIR=${CMAKE_SOURCE_DIR} -DTIDINGS=$<TARGET_FILE:program-tidings> -DWORK=${CMAKE_BINARY_DIR}/tests/interface-guide
    -P ${CMAKE_CURRENT_SOURCE_DIR}/interface/guide.cmake)
  set_tests_properties(interface-guide PROPERTIES LABELS interface TIMEOUT 120)
endif()
