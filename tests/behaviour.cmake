# How the program treats the servers it polls; a piece is a part of the lines of behaviour.py.
add_library(clock_shift MODULE ${CMAKE_CURRENT_SOURCE_DIR}/clock_shift.c)
target_compile_definitions(clock_shift PRIVATE _GNU_SOURCE)
set_target_properties(clock_shift PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
foreach(piece hints feeds failures outcomes sources names hold refusals host robots reserved moves targets spread restarts log revisits replaced)
  tidings_script_test(behaviour-${piece} SCRIPT behaviour.py ARGS --shim $<TARGET_FILE:clock_shift> --piece ${piece} TIMEOUT 200)
endforeach()
