# The register of fields: what is made from it is up to date (interface-fields), and its JSON Schema holds for what is written.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME interface-fields COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/core/fields/generate.py --check ${CMAKE_SOURCE_DIR})
  set_tests_properties(interface-fields PROPERTIES LABELS interface TIMEOUT 60)
  add_test(NAME schema COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/schema.py --tidings $<TARGET_FILE:program-tidings>
           --schema ${CMAKE_BINARY_DIR}/share/tidings/record.schema.json --source ${CMAKE_SOURCE_DIR})
  set_tests_properties(schema PROPERTIES LABELS integration TIMEOUT 280)
endif()
