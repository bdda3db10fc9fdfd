#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gis/world_file/qgis_styles.h"
#include "sim/report/study.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

// What the layers of results.gpkg look like in QGIS. Legends list only what the study holds. Private to gis/world_file.
namespace catchment::gis {

/// A column of a result layer, as it starts with a level's name: "station_share".
std::string level_column(const Study& study, std::size_t level, const std::string& figure);

/// What a link is on the day that the study looks at: "in_force", "planned" (proposed, agreed, or active from a later day) or "over".
const char* link_state(const SharingLink& link, const std::string& date);

struct ResultStyles {
  ResultStyles(const World& world, const Study& study, const Scenario& scenario);
  [[nodiscard]] QgisStyle areas(int drawn_level) const;
  [[nodiscard]] QgisStyle demand(bool polygons) const;
  [[nodiscard]] QgisStyle facilities() const;
  [[nodiscard]] QgisStyle organisations() const;
  [[nodiscard]] QgisStyle venues() const;
  [[nodiscard]] QgisStyle links() const;                             ///< by type and state, as wide as their column width_mm says
  [[nodiscard]] QgisStyle streets() const;
  [[nodiscard]] QgisStyle gates() const;
  [[nodiscard]] QgisStyle context(QgisSymbol::Kind geometry) const;  ///< areas, lines, or points: metro stations

 private:
  const World& world_;
  const Study& study_;
  std::string sharing_date_;
  bool zh_;
  [[nodiscard]] std::string say(const char* chinese, const char* english) const { return zh_ ? chinese : english; }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> aliases(
      const std::vector<std::string>& per_level) const;
};

}  // namespace catchment::gis
