# What is installed for authors of plugins: headers, the kit, and its packages for pkg-config.
if(TARGET tidings-kit-xml)
  tidings_script_test(installed ARGS --cmake ${CMAKE_COMMAND} --cc ${CMAKE_C_COMPILER} LABELS integration outside TIMEOUT 60 MAY_SKIP)
endif()
