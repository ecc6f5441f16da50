# What it writes is read again by zlib, zstd and the reader of web archives (tests/capture.py); here its files and failures.
tidings_test(test-capture SOURCES capture/test_capture.c LIBS tidings-capture)
