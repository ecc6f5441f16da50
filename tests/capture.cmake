# What answers records were read from: kept as WARC, named by the records, read again by `import`.
tidings_script_test(capture SCRIPT capture.py TIMEOUT 180)
