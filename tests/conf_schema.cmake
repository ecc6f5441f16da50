# The JSON Schema of the configuration, for editors, against the program that checks one.
if(TARGET manual)
  tidings_script_test(conf-schema ARGS --source ${CMAKE_SOURCE_DIR} TIMEOUT 60)
endif()
