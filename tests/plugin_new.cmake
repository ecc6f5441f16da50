# `tidings plugin new` and the installed kit: what it writes is built, tested, installed and packaged with an installed prefix alone.
if(TARGET tidings-kit-xml AND TARGET tidings-test)
  tidings_script_test(plugin-new ARGS --cmake ${CMAKE_COMMAND} --ctest ${CMAKE_CTEST_COMMAND} --cpack ${CMAKE_CPACK_COMMAND} --cc ${CMAKE_C_COMPILER}
    LABELS integration outside TIMEOUT 120 MAY_SKIP)
endif()
