tidings_test(test-frame SOURCES worker/test_frame.c LIBS tidings-worker)
tidings_test(test-decode SOURCES worker/test_decode.c LIBS tidings-worker)
tidings_fuzz(fuzz-frame SOURCES worker/fuzz_frame.c LIBS tidings-worker)
tidings_test(test-host SOURCES worker/test_host.c LIBS tidings-worker)
