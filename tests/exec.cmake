# Programs in any language (plugins: exec:), through the real program.
if(TARGET PkgConfig::SECCOMP)
  tidings_script_test(exec ARGS --source ${CMAKE_SOURCE_DIR} TIMEOUT 300 MAY_SKIP)
endif()
