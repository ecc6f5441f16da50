# PDF documents, with the real program.
tidings_script_test(pdf MAY_SKIP)
