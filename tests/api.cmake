# Sources behind an API, with a parser from outside the tree and two web servers.
tidings_script_test(api ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration outside)
# What a fetcher and a parser keep for a source, over the pages of an article, with both from outside the tree.
tidings_script_test(kept ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration outside)
