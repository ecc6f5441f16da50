# Memory of one call, given back before the call ends.
tidings_test(test-memory SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/test_memory.c LIBS tidings-worker)
