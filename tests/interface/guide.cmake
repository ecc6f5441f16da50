# guide.cmake - does the plugin of docs/writing-a-plugin.md do what the page says?
#
#   cmake -DPAGE=... -DSOURCE_DIR=... -DTIDINGS=path/of/tidings -DWORK=folder -P guide.cmake
#
# The blocks of the section "A first parser" are taken as they stand: text is the input, c the plugin, sh the commands,
# json what must come out (its members; more may).  The commands run in a folder that looks like the project's.
cmake_minimum_required(VERSION 3.25)
file(READ ${PAGE} page)
string(REGEX REPLACE ";" "@SEMICOLON@" page "${page}")

function(take_block language out)
  string(FIND "${page}" "```${language}\n" from)
  if(from LESS 0)
    message(FATAL_ERROR "the page has no block of ${language}")
  endif()
  string(LENGTH "```${language}\n" skip)
  math(EXPR from "${from} + ${skip}")
  string(SUBSTRING "${page}" ${from} -1 rest)
  string(FIND "${rest}" "```" to)
  string(SUBSTRING "${rest}" 0 ${to} text)
  string(REPLACE "@SEMICOLON@" ";" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

take_block(text input)
take_block(c code)
take_block(sh commands)
take_block(json wanted)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/build)
get_filename_component(built ${TIDINGS} DIRECTORY)
file(CREATE_LINK ${SOURCE_DIR}/include ${WORK}/include SYMBOLIC)
file(CREATE_LINK ${built} ${WORK}/build/release SYMBOLIC)
file(WRITE ${WORK}/hello.gazette "${input}")
file(WRITE ${WORK}/gazette.c "${code}")
file(WRITE ${WORK}/commands.sh "${commands}")

string(REGEX MATCHALL "\n" lines "${code}")
list(LENGTH lines count)
if(count GREATER 45)
  message(FATAL_ERROR "the first plugin has ${count} lines: it no longer fits on one screen")
endif()

execute_process(COMMAND sh -e commands.sh WORKING_DIRECTORY ${WORK} OUTPUT_VARIABLE got ERROR_VARIABLE complaints RESULT_VARIABLE result)
if(NOT result EQUAL 0 OR complaints)
  message(FATAL_ERROR "the commands of the page end with ${result}\n${complaints}${got}")
endif()
foreach(member kind title url text)
  string(JSON expected GET "${wanted}" ${member})
  string(JSON found ERROR_VARIABLE missing GET "${got}" ${member})
  if(NOT found STREQUAL expected)
    message(FATAL_ERROR "${member}: the page says\n  ${expected}\nand the program\n  ${found}\nin ${got}")
  endif()
endforeach()
