# Every store passes the contract: `test-store DRIVER FOLDER` runs it for another one than this.
set(store_contract store/test_contract.c store/test_contract_log.c store/test_contract_tasks.c
    store/test_contract_stories.c store/test_contract_removal.c store/test_contract_faults.c)
if(TARGET PkgConfig::SQLITE)
  tidings_test(test-store SOURCES store/test_store.c ${store_contract} LIBS tidings-store)
  if(TARGET test-store)
    add_dependencies(test-store store-sqlite)
  endif()
endif()
if(TIDINGS_TESTS AND TARGET PkgConfig::SQLITE)
  add_executable(bench-store store/bench_store.c)
  target_link_libraries(bench-store PRIVATE tidings-store PkgConfig::SQLITE)
endif()
