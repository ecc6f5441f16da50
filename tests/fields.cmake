# The register of fields: what is made from it is up to date (interface-fields), and its JSON Schema holds for what is written.
tidings_script_test(interface-fields SCRIPT ${CMAKE_SOURCE_DIR}/core/fields/generate.py ARGS --check ${CMAKE_SOURCE_DIR}
                    LABELS interface TIMEOUT 60 ALONE)
tidings_script_test(local-times)
tidings_script_test(schema ARGS --schema ${CMAKE_BINARY_DIR}/share/tidings/record.schema.json
                    --source ${CMAKE_SOURCE_DIR})
