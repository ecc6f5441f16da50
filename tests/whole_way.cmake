# The real program over the sample sources, and a short form of the kills (the long one is a command of its own:
# tests/crash.py --tidings build/release/tidings).
find_package(Python3 COMPONENTS Interpreter QUIET)
if(TIDINGS_TESTS AND Python3_FOUND)
  add_test(NAME whole-way COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/whole_way.py
           --tidings $<TARGET_FILE:program-tidings> --source ${CMAKE_SOURCE_DIR})
  add_test(NAME crash COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/crash.py
           --tidings $<TARGET_FILE:program-tidings> --kills 8 --orders 2 --documents 120 --items 12)
  add_test(NAME http-way COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/http_way.py --tidings $<TARGET_FILE:program-tidings>)
  add_test(NAME same-notes COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/same_notes.py
           --tidings $<TARGET_FILE:program-tidings>)
  add_test(NAME stories COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/stories.py --tidings $<TARGET_FILE:program-tidings>)
  set_tests_properties(stories PROPERTIES LABELS integration TIMEOUT 280)
  set_tests_properties(whole-way crash http-way same-notes PROPERTIES LABELS integration TIMEOUT 280)
endif()
