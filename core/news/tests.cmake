# What is true of records, without a store or a worker.
tidings_test(test-identity SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/test_identity.c LIBS tidings-news)
tidings_test(test-pages SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/test_pages.c LIBS tidings-news)
tidings_test(test-private SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/test_private.c LIBS tidings-news)
tidings_test(test-lead SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/test_lead.c LIBS tidings-news)
tidings_test(test-brief-check SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/test_brief_check.c LIBS tidings-news)
tidings_test(test-fold SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/test_fold.c LIBS tidings-news)
tidings_test(test-whole SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/test_whole.c LIBS tidings-news)
tidings_fuzz(fuzz-whole SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/news/fuzz_whole.c LIBS tidings-news)
