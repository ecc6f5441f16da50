# Learned numbers: they belong to named features, and scripts learn them anew.
foreach(part features weights trees)
  if(part STREQUAL features OR TARGET bench-stages)
    tidings_script_test(learned-${part} SCRIPT learned.py
                        ARGS ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR} ${CMAKE_C_COMPILER} ${part}
                        TIMEOUT 600 ALONE MAY_SKIP)
  endif()
endforeach()
