#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/windows.h"

namespace catchment::test {

/// The windows without window or GPU: frames, mouse and keys by hand. What they ask for is noted and not carried out.
class WindowFrames {
 public:
  WindowFrames();
  ~WindowFrames();
  WindowFrames(const WindowFrames&) = delete;
  WindowFrames& operator=(const WindowFrames&) = delete;

  viewer::State state;
  viewer::ItemLog items;                     ///< of the last frame
  std::vector<viewer::Command> asked;        ///< since `forget`
  double seconds = 1.0 / 60;                 ///< per frame

  viewer::Tab& add_tab(std::unique_ptr<document::Document> document);
  void frame();
  void frames(int n) { for (int k = 0; k < n; ++k) frame(); }
  void click(const std::string& item);
  void twice(const std::string& item);
  void key(int glfw_key, bool ctrl = false);
  void type(const std::string& utf8);
  [[nodiscard]] bool drawn(const std::string& item) const { return items.contains(item); }
  template <class T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> out;
    for (const auto& c : asked)
      if (const T* t = std::get_if<T>(&c)) out.push_back(*t);
    return out;
  }
  void forget() { asked.clear(); }

 private:
  void move_to(const std::string& item);
};

/// A step that moves a facility by some metres.
document::Step move_step(const World& world, std::size_t facility, double metres, const std::string& label);

/// A folder of its own for one test, removed at the end.
class TestFolder {
 public:
  explicit TestFolder(const std::string& name);
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  void file(const std::string& name, const std::string& text = "x") const;
  void folder(const std::string& name) const;
  [[nodiscard]] std::string at(const std::string& name) const { return path + "/" + name; }
  std::string path;
};

}  // namespace catchment::test
