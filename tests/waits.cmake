# Nothing waits for ever: dead workers, stopped workers, silent servers, full pipes, deferred records.
add_library(test-defer MODULE ${CMAKE_CURRENT_SOURCE_DIR}/plugins/defer.c)
target_link_libraries(test-defer PRIVATE tidings-flags tidings-plugin-api)
target_compile_definitions(test-defer PRIVATE _GNU_SOURCE)
set_target_properties(test-defer PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/sinks)
target_link_options(test-defer PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/plugin.map)
tidings_script_test(waits ARGS --sinks $<TARGET_FILE_DIR:test-defer>)
