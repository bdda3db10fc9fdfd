#include "app/report/pictures.h"

#include "sim/report/sharing_study.h"
#include "viewer/scene/charts.h"
#include "viewer/scene/export.h"
#include "viewer/scene/network_picture.h"

namespace catchment::pipeline {
namespace {

scene::ChartOptions chart(const Page& page, double width_px) {
  scene::ChartOptions options;
  options.chinese = page.zh;
  options.width_px = width_px;
  return options;
}

/// Charts sit on the page: whatever ground the list names, none is drawn.
std::string on_page(Page& page, scene::DisplayList list) {
  list.background = {0, 0, 0, 0};
  return scene::to_svg(list, page.next_prefix());
}

}  // namespace

std::string map_svg(Page& page, scene::MapTheme theme, std::size_t level, double width_px, bool furniture) {
  scene::MapOptions options;
  options.theme = theme;
  options.level = level;
  options.width_px = width_px;
  options.chinese = page.zh;
  options.furniture = furniture;
  return scene::to_svg(scene::draw_map(page.world, page.study, page.scenario, options), page.next_prefix());
}

std::string links_svg(Page& page) { return map_svg(page, scene::MapTheme::kLinks, 0, 960); }

std::string network_svg(Page& page) {
  const SharingResult& sharing = *page.study.sharing;
  GraphChoice choice;
  choice.date = page.scenario.sharing.date;
  scene::Network network = scene::network_of(page.world, choice);
  network.community = sharing.measures.community;
  network.weight = sharing.measures.hub_score;
  scene::lay_out(network);
  scene::NetworkPictureOptions options;
  options.chinese = page.zh;
  options.colouring = scene::NodeColouring::kKind;
  return on_page(page, scene::draw_network(network, options));
}

std::string lorenz_svg(Page& page, std::size_t level, double width_px) {
  return on_page(page, scene::lorenz_chart(page.study, level, chart(page, width_px)));
}

std::string curve_svg(Page& page) {
  return on_page(page, scene::cumulative_curve(page.world, page.study, page.scenario, chart(page, 896)));
}

std::string split_svg(Page& page) { return on_page(page, scene::split_bars(page.study, chart(page, 896))); }

}  // namespace catchment::pipeline
