tidings_test(test-conf SOURCES conf/test_conf.c LIBS tidings-conf)
tidings_fuzz(fuzz-conf SEEDS conf/fuzz SOURCES conf/fuzz_conf.c LIBS tidings-conf)
