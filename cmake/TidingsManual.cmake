# Manual pages, the completion of shells and the JSON Schema of the configuration, which the program makes of its own tables (`tidings manual`, `tidings completion`).
# The program that was built is run, so there are none when it is built for another machine.
function(tidings_manual)
  if(CMAKE_CROSSCOMPILING)
    message(STATUS "No manual pages and no completion: the program is built for another machine")
    return()
  endif()
  get_property(plugins TARGET product PROPERTY TIDINGS_BUNDLED)
  set(made ${CMAKE_BINARY_DIR}/share)
  set(tidings ${CMAKE_COMMAND} -E env XDG_CACHE_HOME=${CMAKE_BINARY_DIR}/cache $<TARGET_FILE:program-tidings>)
  set(commands "")
  foreach(shell IN ITEMS bash zsh fish)
    list(APPEND commands COMMAND ${tidings} completion ${shell} > ${made}/completion.${shell})
  endforeach()
  add_custom_command(OUTPUT ${made}/completion.bash ${made}/man/man1/tidings.1
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${made}/man
    COMMAND ${CMAKE_COMMAND} -E make_directory ${made}/tidings
    COMMAND ${tidings} manual --into ${made}/man > ${made}/man.pages
    COMMAND ${tidings} check --schema > ${made}/tidings/configuration.schema.json
    ${commands}
    DEPENDS program-tidings program-tidings-worker ${plugins} COMMENT "Manual pages and completion" VERBATIM)
  add_custom_target(manual ALL DEPENDS ${made}/completion.bash)
  install(DIRECTORY ${made}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR})
  install(FILES ${made}/completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME tidings)
  install(FILES ${made}/completion.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _tidings)
  install(FILES ${made}/completion.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME tidings.fish)
  install(FILES ${made}/tidings/configuration.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/tidings)
  install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
  install(FILES ${CMAKE_SOURCE_DIR}/conf/tidings.yaml DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
endfunction()
