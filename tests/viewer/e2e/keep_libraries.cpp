// In the program that the sanitizers watch, a library that has been loaded stays. GLFW unloads OpenGL's at the end, and a leak of an
// unloaded library has no name any more by which it could be told from one of ours.
extern "C" int dlclose(void*) { return 0; }
