# What every target of ours has in common. No directory-wide flags: a target asks for them by name.

# C++20, warnings, no fused multiply-add: the same bits on every machine.
function(catchment_target_defaults target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
  # No -Wrestrict among the errors: g++ 12 sees overlaps in std::string concatenation that are not there (GCC bug 105651).
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -ffp-contract=off
    $<$<BOOL:${CATCHMENT_WERROR}>:-Werror;-Wno-restrict>)
  if(CATCHMENT_SANITIZE)
    # -O1 -g1: compiled in three fifths of the time, and a stack still names file and line. The library's own assertions see an index
    # past the end of a vector that its spare memory hides from the sanitizer.
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g1)
    target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
endfunction()

# catchment_sources(target SOURCES a.cpp ... HEADERS a.h ...)
# Files of the current folder, added to a target of a parent folder. Headers join the set that the
# `dev` preset compiles one by one.
function(catchment_sources target)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS" ${ARGN})
  list(TRANSFORM ARG_SOURCES PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  list(TRANSFORM ARG_HEADERS PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  if(ARG_SOURCES)
    target_sources(${target} PRIVATE ${ARG_SOURCES})
  endif()
  if(ARG_HEADERS)
    target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${ARG_HEADERS})
  endif()
endfunction()

# catchment_test(name SOURCES a_test.cpp ... LIBRARIES catchment::sim ... [LABELS slow])
# One test program; each TEST becomes a ctest entry. SERIAL: nothing else is tested beside it (hands and eyes need a machine for themselves).
function(catchment_test name)
  cmake_parse_arguments(ARG "SERIAL" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  catchment_target_defaults(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} catchment_test_support GTest::gtest_main GTest::gmock)
  # Idle OpenMP threads otherwise spin and starve the tests that run beside them.
  set(properties ENVIRONMENT "OMP_WAIT_POLICY=passive")
  if(ARG_LABELS)
    list(APPEND properties LABELS "${ARG_LABELS}")
  endif()
  if(ARG_SERIAL)
    list(APPEND properties RUN_SERIAL TRUE)
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
endfunction()
