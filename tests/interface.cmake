# The interface: headers that compile alone, rules of the tree, and the pages for plugin authors, which are run.
find_program(TIDINGS_TEST_CXX NAMES g++ clang++ c++)
set(cxx "")
if(TIDINGS_TEST_CXX)
  set(cxx ${TIDINGS_TEST_CXX})
endif()
add_test(NAME interface-headers COMMAND ${CMAKE_COMMAND} -DINCLUDE=${CMAKE_SOURCE_DIR}/include -DCC=${CMAKE_C_COMPILER}
  -DCXX=${cxx} -DSOURCE=${CMAKE_SOURCE_DIR} -DWORK=${CMAKE_BINARY_DIR}/tests/interface-headers -P ${CMAKE_CURRENT_SOURCE_DIR}/interface/headers.cmake)
set_tests_properties(interface-headers PROPERTIES LABELS interface)
tidings_test_limit(interface-headers 300)
if(CMAKE_NM)
  tidings_script_test(interface-circles SCRIPT interface/circles.py ARGS ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}
                      LABELS interface TIMEOUT 300 ALONE)
endif()
tidings_script_test(interface-exits SCRIPT interface/exits.py ARGS ${CMAKE_SOURCE_DIR} LABELS interface TIMEOUT 300 ALONE)
tidings_script_test(interface-numbers SCRIPT interface/numbers.py ARGS ${CMAKE_SOURCE_DIR} LABELS interface TIMEOUT 60 ALONE)
tidings_script_test(interface-rules SCRIPT interface/rules.py ARGS ${CMAKE_SOURCE_DIR} LABELS interface TIMEOUT 300 ALONE)
tidings_script_test(interface-format SCRIPT interface/format.py ARGS ${CMAKE_SOURCE_DIR} LABELS interface TIMEOUT 300 ALONE
                    MAY_SKIP)
# The pages for authors of plugins, those for readers of briefs and on site rules: their plugins are built, their commands run.
if(TARGET program-tidings)
  file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/plugins/*.md)
  foreach(page IN LISTS pages ITEMS ${CMAKE_SOURCE_DIR}/docs/writing-a-plugin.md
          ${CMAKE_SOURCE_DIR}/docs/reading-briefs.md ${CMAKE_SOURCE_DIR}/docs/importing.md ${CMAKE_SOURCE_DIR}/docs/captures.md ${CMAKE_SOURCE_DIR}/docs/exporting.md ${CMAKE_SOURCE_DIR}/docs/retention.md ${CMAKE_SOURCE_DIR}/docs/site-rules.md ${CMAKE_SOURCE_DIR}/docs/statement-sources.md ${CMAKE_SOURCE_DIR}/docs/mail.md)
    cmake_path(GET page STEM name)
    tidings_script_test(guide-${name} SCRIPT guide.py ARGS --source ${CMAKE_SOURCE_DIR} ${page} LABELS interface guide TIMEOUT 300
                        MAY_SKIP)
  endforeach()
endif()
