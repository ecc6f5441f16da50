tidings_test(test-frame SOURCES worker/test_frame.c LIBS tidings-worker)
tidings_test(test-decode SOURCES worker/test_decode.c LIBS tidings-worker)
if(TARGET test-decode AND TARGET PkgConfig::BROTLI)
  pkg_check_modules(BROTLIENC REQUIRED IMPORTED_TARGET libbrotlienc) # in the same package
  target_link_libraries(test-decode PRIVATE PkgConfig::BROTLIENC)
endif()
tidings_fuzz(fuzz-frame SOURCES worker/fuzz_frame.c LIBS tidings-worker)
tidings_test(test-host SOURCES worker/test_host.c LIBS tidings-worker)
tidings_test(test-budget SOURCES worker/test_budget.c LIBS tidings-worker)
