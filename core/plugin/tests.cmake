tidings_test(test-option SOURCES plugin/test_option.c LIBS tidings-plugin)
tidings_test(test-describe SOURCES plugin/test_describe.c LIBS tidings-plugin)
tidings_fuzz(fuzz-description SOURCES plugin/fuzz_description.c LIBS tidings-plugin)
