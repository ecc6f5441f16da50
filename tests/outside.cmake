# What authors outside the tree rely on: plugins of tests/outside, each built against the public headers alone and run by the
# program over two polls.  `ctest -L outside` is all of it: api (pages, keys, POST, values that survive), notes (stages that drop
# and tag), rights (a mail folder under a grant, a parser that asks for the network), sinks (records that are refused), mended (a
# plugin that crashes until it is mended), citations (a brief that invents).
tidings_script_test(outside-lines ARGS --source ${CMAKE_SOURCE_DIR} --made ${CMAKE_BINARY_DIR}/languages --cc ${CMAKE_C_COMPILER} LABELS integration outside TIMEOUT 200 ALONE)
