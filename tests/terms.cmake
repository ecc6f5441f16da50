tidings_test(test-terms SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/test_terms.c LIBS tidings-worker tidings-kit)
