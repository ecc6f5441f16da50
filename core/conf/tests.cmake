tidings_test(test-conf SOURCES conf/test_conf.c LIBS tidings-conf)
