# The files of a service: its units, its user, its folders and its configuration.  Where they go is what systemd looks at for this
# prefix.  The configuration is a copy that systemd-tmpfiles makes, with its owner, where there is none yet.
function(tidings_systemd)
  set(default OFF)
  if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(default ON)
  endif()
  option(TIDINGS_SYSTEMD "Install the service for systemd, and its configuration" ${default})
  # what systemd makes of StateDirectory= and RuntimeDirectory=, whatever the prefix
  set(state /var/lib/tidings)
  set(run /run/tidings)
  set(made ${CMAKE_BINARY_DIR}/packaging)
  set(from ${CMAKE_SOURCE_DIR}/packaging)
  file(READ ${from}/systemd/hardening hardening) # of both units
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${from}/systemd/hardening)
  foreach(file IN ITEMS tidings.service tidings-once.service sysusers.conf tmpfiles.conf)
    configure_file(${from}/systemd/${file}.in ${made}/${file} @ONLY)
  endforeach()
  configure_file(${from}/tidings.yaml.in ${made}/tidings.yaml @ONLY)
  if(NOT TIDINGS_SYSTEMD)
    return()
  endif()
  set(lib lib) # not the folder of libraries
  install(FILES ${made}/tidings.service ${made}/tidings-once.service ${from}/systemd/tidings-once.timer
    DESTINATION ${lib}/systemd/system)
  install(FILES ${made}/sysusers.conf DESTINATION ${lib}/sysusers.d RENAME tidings.conf)
  install(FILES ${made}/tmpfiles.conf DESTINATION ${lib}/tmpfiles.d RENAME tidings.conf)
  install(FILES ${made}/tidings.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/tidings) # systemd-tmpfiles copies it
endfunction()
