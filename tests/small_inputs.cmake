# Small pages, feeds, texts and statements of many kinds and languages, through the whole program.
tidings_script_test(small-inputs)
