# Plugins that were built against the headers of earlier revisions (abi/README.md), run by this program.
foreach(revision 1 2-early 2)
  tidings_script_test(abi-rev${revision} SCRIPT abi.py ARGS --plugins ${CMAKE_CURRENT_SOURCE_DIR}/abi/rev${revision}
                      LABELS integration abi TIMEOUT 200 MAY_SKIP)
endforeach()
# What the present revision has, by plugins built outside the tree.
tidings_script_test(revision ARGS --source ${CMAKE_SOURCE_DIR} LABELS integration abi MAY_SKIP)
# Stores that cannot be used.
tidings_script_test(stores ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration abi)
# Components with names of others.
tidings_script_test(names ARGS --source ${CMAKE_SOURCE_DIR} MAY_SKIP)
# Nothing of the public structs has moved, nothing of the kit has gone.
if(TARGET tidings-kit)
  tidings_script_test(abi-layout ARGS --source ${CMAKE_SOURCE_DIR} --kit $<TARGET_FILE:tidings-kit> LABELS interface abi
                      TIMEOUT 60 ALONE MAY_SKIP)
  tidings_script_test(abi-kit ARGS --source ${CMAKE_SOURCE_DIR} --kit $<TARGET_FILE:tidings-kit> LABELS interface abi
                      TIMEOUT 60 ALONE MAY_SKIP)
endif()
