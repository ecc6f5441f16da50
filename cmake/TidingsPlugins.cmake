# Functions of find_package(Tidings), for plugins that are built outside the tree.

# tidings_add_plugin(NAME SOURCES a.c ... [LIBRARIES target ...]): NAME.so, which exports one symbol and needs no symbol of the
# program.  LIBRARIES: Tidings::kit, Tidings::kit-xml, Tidings::kit-json, or others.  It is installed where plugins are found.
function(tidings_add_plugin name)
  cmake_parse_arguments(P "" "" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT P_SOURCES OR P_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tidings_add_plugin(${name}): wanted SOURCES a.c ... [LIBRARIES target ...] \"${P_UNPARSED_ARGUMENTS}\"")
  endif()
  foreach(library IN LISTS P_LIBRARIES)
    if(library MATCHES "^Tidings::" AND NOT TARGET ${library})
      string(REPLACE "Tidings::" "tidings-" package ${library})
      message(FATAL_ERROR "tidings_add_plugin(${name}): ${library} cannot be used here, because a library that it needs is not "
                          "installed for development; `pkg-config --print-errors --exists ${package}` says which")
    endif()
  endforeach()
  add_library(${name} MODULE ${P_SOURCES})
  target_link_libraries(${name} PRIVATE Tidings::plugin ${P_LIBRARIES})
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX .so C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
    POSITION_INDEPENDENT_CODE ON LINK_DEPENDS ${Tidings_PLUGIN_MAP})
  target_link_options(${name} PRIVATE LINKER:--version-script=${Tidings_PLUGIN_MAP})
  if(NOT "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize") # whose functions come with the program
    target_link_options(${name} PRIVATE LINKER:-z,defs)
  endif()
  install(TARGETS ${name} LIBRARY DESTINATION ${Tidings_PLUGIN_DIR})
endfunction()

# tidings_add_plugin_test(NAME PLUGIN target FOLDER tests): `tidings plugin test`: inputs and what must come out of them.
# Options of the component for this and for CHECK: SET name=value ...
# tidings_add_plugin_test(NAME PLUGIN target SOURCES a.c ... [LIBRARIES target ...]): a program that includes tidings/test.h;
#   its first argument is the plugin's file.
# tidings_add_plugin_test(NAME PLUGIN target CHECK [CORPUS folder]): `tidings plugin check`: faults that one does not think of.
function(tidings_add_plugin_test name)
  cmake_parse_arguments(T "CHECK" "PLUGIN;FOLDER;CORPUS" "SOURCES;LIBRARIES;SET" ${ARGN})
  if(NOT TARGET "${T_PLUGIN}" OR T_UNPARSED_ARGUMENTS OR NOT (T_FOLDER OR T_SOURCES OR T_CHECK))
    message(FATAL_ERROR "tidings_add_plugin_test(${name}): wanted PLUGIN target, then FOLDER folder, SOURCES a.c ... or CHECK")
  endif()
  if(T_SOURCES)
    if(NOT TARGET Tidings::test)
      message(FATAL_ERROR "tidings_add_plugin_test(${name}): Tidings::test cannot be used here, because a library that it needs is "
                          "not installed for development; `pkg-config --print-errors --exists tidings-test` says which")
    endif()
    add_executable(${name} ${T_SOURCES})
    target_link_libraries(${name} PRIVATE Tidings::test ${T_LIBRARIES})
    add_test(NAME ${name} COMMAND ${name} $<TARGET_FILE:${T_PLUGIN}>)
    return()
  endif()
  if(NOT TARGET Tidings::tidings)
    message(FATAL_ERROR "tidings_add_plugin_test(${name}): the program is not installed with this kit (${Tidings_PROGRAM})")
  endif()
  if(T_CHECK)
    set(words check $<TARGET_FILE:${T_PLUGIN}>)
    if(T_CORPUS)
      list(APPEND words --corpus ${T_CORPUS})
    endif()
  else()
    set(words test $<TARGET_FILE:${T_PLUGIN}> ${T_FOLDER})
  endif()
  list(TRANSFORM T_SET PREPEND --set=)
  add_test(NAME ${name} COMMAND Tidings::tidings plugin ${T_SET} ${words} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()
