#include "app/report/pictures.h"

#include "viewer/scene/charts.h"
#include "viewer/scene/export.h"

namespace catchment::pipeline {
namespace {

scene::ChartOptions chart(const Page& page, double width_px) {
  scene::ChartOptions options;
  options.chinese = page.zh;
  options.width_px = width_px;
  return options;
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

std::string lorenz_svg(Page& page, std::size_t level) {
  return scene::to_svg(scene::lorenz_chart(page.study, level, chart(page, 460)), page.next_prefix());
}

std::string curve_svg(Page& page) {
  return scene::to_svg(scene::cumulative_curve(page.world, page.study, page.scenario, chart(page, 896)),
                       page.next_prefix());
}

std::string split_svg(Page& page) {
  return scene::to_svg(scene::split_bars(page.study, chart(page, 896)), page.next_prefix());
}

std::string cost_svg(Page& page, std::size_t level) {
  return scene::to_svg(scene::cost_histogram(page.world, page.study, level, chart(page, 460)), page.next_prefix());
}

}  // namespace catchment::pipeline
