# What a sink does not take is kept and offered again; what a brief plugin invents is left out: plugins from outside the tree, run
# by the real program.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME sinks COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/sinks.py --tidings $<TARGET_FILE:program-tidings>
           --include ${CMAKE_SOURCE_DIR}/include)
  set_tests_properties(sinks PROPERTIES LABELS integration TIMEOUT 280)
endif()
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME citations COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/citations.py --tidings $<TARGET_FILE:program-tidings>
           --include ${CMAKE_SOURCE_DIR}/include)
  set_tests_properties(citations PROPERTIES LABELS integration TIMEOUT 200)
endif()
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME mended COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/mended.py --tidings $<TARGET_FILE:program-tidings>
           --include ${CMAKE_SOURCE_DIR}/include)
  set_tests_properties(mended PROPERTIES LABELS integration TIMEOUT 200)
endif()
