# ZIP, tar, 7z and packed files, and what is hostile in them.
tidings_script_test(archives MAY_SKIP)
