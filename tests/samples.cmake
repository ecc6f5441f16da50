# The bundled samples through the whole pipeline: what ./dev run shows a newcomer.
if(TARGET program-tidings)
  add_test(NAME samples COMMAND ${CMAKE_COMMAND} -DTIDINGS=$<TARGET_FILE:program-tidings>
    -DCONF=${CMAKE_SOURCE_DIR}/conf/samples/tidings.yaml -DWORK=${CMAKE_BINARY_DIR}/tests/samples
    -P ${CMAKE_CURRENT_SOURCE_DIR}/samples/check.cmake)
  set_tests_properties(samples PROPERTIES LABELS integration)
  tidings_test_limit(samples 180)
endif()
