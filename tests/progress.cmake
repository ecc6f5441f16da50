# Progress of an import, on a terminal and elsewhere; after behaviour.cmake, whose library moves the clock.
tidings_script_test(progress ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 280)
