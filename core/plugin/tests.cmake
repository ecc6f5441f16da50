tidings_test(test-option SOURCES plugin/test_option.c LIBS tidings-plugin)
