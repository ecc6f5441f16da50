tidings_test(test-conf SOURCES conf/test_conf.c LIBS tidings-conf)
tidings_fuzz(fuzz-conf SOURCES conf/fuzz_conf.c LIBS tidings-conf)
