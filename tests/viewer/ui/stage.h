#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viewer/ui/panel_parts.h"
#include "viewer/ui/panels.h"
#include "viewer/ui/state.h"

namespace catchment::test {

/// A viewer without window or GPU: an ImGui context whose frames are driven by hand, a document, and what the panels ask for carried out as far as
/// panels need it (steps, level, figure, selection).
class Stage {
 public:
  explicit Stage(std::unique_ptr<document::Document> document, double width = 1440, double height = 900, double scale = 1);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  viewer::State state;
  viewer::ItemLog items;                     ///< of the last frame
  std::string text;                          ///< all that was written in the last frame
  std::vector<viewer::Command> asked;        ///< of the last frame
  double seconds = 0.2;                      ///< per frame: longer than any number rolls

  viewer::Tab& tab() { return *state.tab(); }
  void add_tab(std::unique_ptr<document::Document> document);
  void dress(double scale);                  ///< style and fonts for the state's language, theme and scale
  /// One frame of the panels; `act`: also carries out what they ask.
  void frame(bool act = true);
  void point(double x, double y);            ///< moves the mouse, and lets the panels see it
  void press();
  void release();
  void click(double x, double y);
  void click(const std::string& item, double across = 0.5, double down = 0.5);
  void drag(const std::string& from, const std::string& to);
  [[nodiscard]] std::array<double, 2> middle(const std::string& item, double across = 0.5, double down = 0.5) const;
  /// Of one kind, in order, over all frames since `forget`.
  template <class T>
  [[nodiscard]] std::vector<T> all() const {
    std::vector<T> out;
    for (const auto& c : history_)
      if (const T* t = std::get_if<T>(&c)) out.push_back(*t);
    return out;
  }
  void forget() { history_.clear(); }
  void theme(viewer::Tab& tab);              ///< the theme anew, as after a change

 private:
  void carry_out(const viewer::Command& command);
  std::vector<viewer::Command> history_;
};

/// The little town of the scene's tests, opened: Chinese names, four levels, gates, limited places.
std::unique_ptr<document::Document> little_document();
/// The same with organisations that share.
std::unique_ptr<document::Document> sharing_document();

}  // namespace catchment::test
