# The kit's tests stand on the worker's host; the kit itself on the public headers alone.
tidings_test(test-html SOURCES kit/test_html.c LIBS tidings-worker tidings-kit)
add_executable(bench-html kit/bench_html.c)
target_link_libraries(bench-html PRIVATE tidings-worker tidings-kit)
tidings_test(test-date SOURCES kit/test_date.c LIBS tidings-kit)
tidings_fuzz(fuzz-date SOURCES kit/fuzz_date.c LIBS tidings-kit)
