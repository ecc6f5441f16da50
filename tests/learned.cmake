# Learned numbers: they belong to named features, and scripts learn them anew.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(Python3_FOUND)
  foreach(part features weights trees)
    if(part STREQUAL features OR TARGET bench-stages)
      add_test(NAME learned-${part} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/learned.py ${CMAKE_SOURCE_DIR}
        ${CMAKE_BINARY_DIR} ${CMAKE_C_COMPILER} ${part})
      set_tests_properties(learned-${part} PROPERTIES LABELS integration TIMEOUT 600 SKIP_RETURN_CODE 77)
    endif()
  endforeach()
endif()
