#include "viewer/ui/rank_words.h"

#include "viewer/scene/theme.h"

namespace catchment::viewer {

std::string rank_word(const Scenario& scenario, int rank, bool chinese) {
  const LevelSpec* only = nullptr;
  for (const LevelSpec& level : scenario.levels) {
    if (level.rank != rank) continue;
    if (only != nullptr) return scene::rank_name(rank, chinese);
    only = &level;
  }
  return only != nullptr ? scene::level_name(*only, chinese) : scene::rank_name(rank, chinese);
}

}  // namespace catchment::viewer
