# GLFW, libepoxy with EGL, GEOS, Dear ImGui. All are looked for before any is missed: one message names every package to install.
# Debian's ImGui is a static archive without a CMake or complete pkg-config description, so what it needs itself is named here.
find_package(glfw3 3.3 QUIET)
find_package(Freetype)
find_package(OpenGL COMPONENTS OpenGL EGL)
find_package(Threads REQUIRED)
pkg_check_modules(EPOXY IMPORTED_TARGET epoxy)
pkg_check_modules(GEOS IMPORTED_TARGET geos)
find_path(IMGUI_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui)
find_library(IMGUI_LIBRARY imgui)
find_library(STB_LIBRARY stb)

set(viewer_lacks "")
foreach(part IN ITEMS
    "glfw3_FOUND|GLFW 3.3|libglfw3-dev" "IMGUI_INCLUDE_DIR|Dear ImGui's headers|libimgui-dev" "IMGUI_LIBRARY|Dear ImGui|libimgui-dev"
    "STB_LIBRARY|stb|libstb-dev" "EPOXY_FOUND|libepoxy|libepoxy-dev" "GEOS_FOUND|GEOS|libgeos-dev" "Freetype_FOUND|FreeType|libfreetype-dev"
    "OpenGL_OpenGL_FOUND|OpenGL|libopengl-dev" "OpenGL_EGL_FOUND|EGL|libegl-dev")
  string(REPLACE "|" ";" part "${part}")
  list(GET part 0 found)
  list(GET part 1 what)
  list(GET part 2 package)
  if(NOT ${found})
    string(APPEND viewer_lacks "\n  ${what} (Debian: ${package})")
  endif()
endforeach()
if(viewer_lacks)
  message(FATAL_ERROR "The viewer needs what is not here:${viewer_lacks}\n"
    "Install it (`./dev setup` does on Debian 12), or build everything but the viewer: -DCATCHMENT_WITH_VIEWER=OFF")
endif()

add_library(imgui::imgui STATIC IMPORTED)
set_target_properties(imgui::imgui PROPERTIES
  IMPORTED_LOCATION "${IMGUI_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${IMGUI_INCLUDE_DIR};${IMGUI_INCLUDE_DIR}/backends"
  INTERFACE_LINK_LIBRARIES "glfw;Freetype::Freetype;${STB_LIBRARY};OpenGL::OpenGL;${CMAKE_DL_LIBS}")
