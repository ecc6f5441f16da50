tidings_test(test-rec SOURCES record/test_rec.c LIBS tidings-record)
tidings_fuzz(fuzz-record SOURCES record/fuzz_record.c LIBS tidings-record)
