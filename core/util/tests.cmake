tidings_test(test-util SOURCES util/test_util.c LIBS tidings-util)
