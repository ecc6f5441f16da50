# The real program over the sample sources, and a short form of the kills (the long one is a command of its own:
# tests/crash.py --tidings build/release/tidings).
tidings_script_test(whole-way ARGS --source ${CMAKE_SOURCE_DIR})
tidings_script_test(crash ARGS --kills 8 --orders 2 --documents 120 --items 12)
tidings_script_test(http-way)
tidings_script_test(same-notes)
tidings_script_test(stories)
# A brief in each of its forms, and what changed since the one before it.
tidings_script_test(brief-forms)
