#pragma once

#include <string>

#include "app/report/page.h"
#include "viewer/scene/map.h"

namespace catchment::pipeline {

/// A map of the study as inline SVG, in the page's language.
std::string map_svg(Page& page, scene::MapTheme theme, std::size_t level, double width_px, bool furniture = true);
/// The links over the quiet map, and the network as a picture of its own.
std::string links_svg(Page& page);
std::string network_svg(Page& page);
std::string lorenz_svg(Page& page, std::size_t level, double width_px);
std::string curve_svg(Page& page);
std::string split_svg(Page& page);

}  // namespace catchment::pipeline
