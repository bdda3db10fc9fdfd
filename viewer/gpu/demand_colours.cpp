#include "viewer/gpu/demand_colours.h"

#include <algorithm>
#include <stdexcept>

#include "viewer/gpu/shaders.h"
#include "viewer/scene/text_format.h"

namespace catchment::gpu {

namespace {

constexpr std::size_t kGridsKept = 3;
constexpr std::uint16_t kNobody = 255;

bool in_mask(std::uint32_t mask, int bit) { return bit < 0 || bit > 31 || ((mask >> bit) & 1) != 0; }

}  // namespace

DemandColours::DemandColours(std::shared_ptr<const MapGeometry> geometry) : g_(std::move(geometry)), of_(g_->slot_of_point.size(), -1) {
  bytes_.assign(g_->spots.size(), kPlainByte);
  dirty_rows_.assign((bytes_.size() + kTableWidth - 1) / kTableWidth, 1);
  tile_version_.assign(g_->tiles.size(), 1);
  wide_version_.assign(g_->wide_owner.size(), 1);
}

std::uint8_t DemandColours::byte_of(std::uint32_t slot) const {
  const std::uint32_t point = g_->point_of_slot[slot];
  if (g_->slot_kind[slot] != 255 && !in_mask(filter_.building_kinds, g_->slot_kind[slot])) return kHiddenByte;
  if (filter_.least_persons > 0 && (point == kNone || g_->point_persons[point] < filter_.least_persons)) return kHiddenByte;
  const int c = point == kNone ? -1 : of_[point];
  if (c < 0 || static_cast<std::size_t>(c) >= n_classes_) return kPlainByte;
  return in_mask(filter_.classes, c) ? static_cast<std::uint8_t>(c) : static_cast<std::uint8_t>(kHiddenByte);
}

int DemandColours::density_class(std::size_t point) const {
  const auto persons = g_->point_persons[point];
  if (persons <= 0 || persons < filter_.least_persons) return -1;
  const std::uint32_t slot = g_->slot_of_point[point];
  if (slot != kNone && g_->slot_kind[slot] != 255 && !in_mask(filter_.building_kinds, g_->slot_kind[slot])) return -1;
  if (n_classes_ == 0) return 0;
  const int c = of_[point];
  return c >= 0 && static_cast<std::size_t>(c) < n_classes_ && in_mask(filter_.classes, c) ? c : -1;
}

void DemandColours::everything_changed() {
  all_since_ = ++version_;
  const auto n = static_cast<std::ptrdiff_t>(bytes_.size());
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t s = 0; s < n; ++s) bytes_[static_cast<std::size_t>(s)] = byte_of(static_cast<std::uint32_t>(s));
  std::fill(dirty_rows_.begin(), dirty_rows_.end(), std::uint8_t{1});
  grids_.clear();
}

void DemandColours::set(std::span<const std::int8_t> of, std::size_t n_classes) {
  if (of.size() != of_.size()) {
    if (!of.empty()) throw std::invalid_argument("MapRenderer: the classes do not fit the world's demand points");
    std::fill(of_.begin(), of_.end(), std::int8_t{-1});
  } else {
    of_.assign(of.begin(), of.end());
  }
  n_classes_ = std::min<std::size_t>(n_classes, 127);
  everything_changed();
}

void DemandColours::set_filter(const scene::LayerFilter& filter) {
  const bool same = filter.building_kinds == filter_.building_kinds && filter.classes == filter_.classes && filter.least_persons == filter_.least_persons;
  filter_ = filter;
  if (!same) everything_changed();
}

void DemandColours::update(std::span<const std::uint32_t> points, std::span<const std::int8_t> of) {
  if (points.size() != of.size()) throw std::invalid_argument("MapRenderer: as many classes as points, please");
  ++version_;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::uint32_t p = points[i];
    if (p >= of_.size() || of_[p] == of[i]) continue;
    const int before = density_class(p);
    of_[p] = of[i];
    const int after = density_class(p);
    if (const std::uint32_t slot = g_->slot_of_point[p]; slot != kNone) {
      const std::uint8_t byte = byte_of(slot);
      if (byte != bytes_[slot]) {
        bytes_[slot] = byte;
        dirty_rows_[slot / kTableWidth] = 1;
        tile_version_[g_->slot_tile[slot]] = version_;
        const auto wide = std::lower_bound(g_->wide_owner.begin(), g_->wide_owner.end(), slot);
        if (wide != g_->wide_owner.end() && *wide == slot) wide_version_[static_cast<std::size_t>(wide - g_->wide_owner.begin())] = version_;
      }
    }
    if (before == after) continue;
    for (DensityGrid& grid : grids_) {
      const std::uint32_t cell = grid.cell_of_point[p];
      if (cell == kNone) continue;
      const std::size_t n = std::max<std::size_t>(1, n_classes_);
      if (before >= 0) grid.persons[cell * n + static_cast<std::size_t>(before)] -= g_->point_persons[p];
      if (after >= 0) grid.persons[cell * n + static_cast<std::size_t>(after)] += g_->point_persons[p];
      if (!look_anew(grid, cell)) continue;
      const int x = static_cast<int>(grid.at[cell]) % grid.columns, y = static_cast<int>(grid.at[cell]) / grid.columns;
      grid.dirty_row[static_cast<std::size_t>(y)] = 1;
      grid.block_version[static_cast<std::size_t>(y / 16 * grid.block_columns() + x / 16)] = version_;
    }
  }
}

bool DemandColours::look_anew(DensityGrid& grid, std::uint32_t cell) const {
  const std::size_t n = std::max<std::size_t>(1, n_classes_);
  const std::int64_t* persons = &grid.persons[cell * n];
  std::int64_t sum = 0;
  std::size_t most = 0;
  for (std::size_t k = 0; k < n; ++k) {
    sum += persons[k];
    if (persons[k] > persons[most]) most = k;
  }
  const double per_hectare = static_cast<double>(sum) * 10000 / (grid.cell_m() * grid.cell_m());
  const int strength = per_hectare < grid.low ? 0 : per_hectare < grid.high ? 1 : 2;
  const auto look = sum > 0 ? static_cast<std::uint16_t>(most | static_cast<std::size_t>(strength) << 8) : kNobody;
  std::uint16_t& now = grid.look[grid.at[cell]];
  if (now == look) return false;
  now = look;
  return true;
}

int DemandColours::possible_exponent(int wanted, int most) const {
  const double metres = std::max(g_->columns, g_->rows) * kTileM;
  int e = std::max(wanted, 0);
  while (std::ceil(metres / std::ldexp(1.0, e)) > most) ++e;
  return e;
}

void DemandColours::count(DensityGrid& grid) {
  const std::size_t n_points = of_.size(), n = std::max<std::size_t>(1, n_classes_);
  const double cell = grid.cell_m();
  grid.columns = static_cast<int>(std::ceil(g_->columns * kTileM / cell));
  grid.rows = static_cast<int>(std::ceil(g_->rows * kTileM / cell));
  const auto columns = static_cast<std::size_t>(grid.columns), rows = static_cast<std::size_t>(grid.rows);
  grid.look.assign(columns * rows, kNobody);
  grid.dirty_row.assign(rows, 1);
  grid.block_version.assign(static_cast<std::size_t>(grid.block_columns()) * ((rows + 15) / 16), version_);
  grid.cell_of_point.assign(n_points, kNone);
  std::vector<std::uint32_t> number(columns * rows, kNone);
  std::vector<std::int64_t> all;
  for (std::size_t p = 0; p < n_points; ++p) {
    if (g_->point_persons[p] <= 0 || !std::isfinite(g_->point_x[p]) || !std::isfinite(g_->point_y[p])) continue;
    const auto x = std::min(columns - 1, static_cast<std::size_t>(std::max(0.0, g_->point_x[p] / cell)));
    const auto y = std::min(rows - 1, static_cast<std::size_t>(std::max(0.0, g_->point_y[p] / cell)));
    std::uint32_t& k = number[y * columns + x];
    if (k == kNone) {
      k = static_cast<std::uint32_t>(grid.at.size());
      grid.at.push_back(static_cast<std::uint32_t>(y * columns + x));
      all.push_back(0);
    }
    grid.cell_of_point[p] = k;
    all[k] += g_->point_persons[p];
  }
  grid.persons.assign(grid.at.size() * n, 0);
  for (std::size_t p = 0; p < n_points; ++p)
    if (const int c = grid.cell_of_point[p] == kNone ? -1 : density_class(p); c >= 0)
      grid.persons[grid.cell_of_point[p] * n + static_cast<std::size_t>(c)] += g_->point_persons[p];
  // Steps between round numbers, from everybody who is there: they do not move with the window, the theme or an edit.
  if (!all.empty()) {
    std::sort(all.begin(), all.end());
    const auto density = [&](std::size_t i) { return std::max(1e-6, static_cast<double>(all[i]) * 10000 / (cell * cell)); };
    grid.low = scene::round_down_nice(density(all.size() / 3));
    grid.high = scene::round_down_nice(density(all.size() * 3 / 4));
    if (grid.high <= grid.low) grid.high = scene::round_up_nice(grid.low * 1.5);
  }
  for (std::uint32_t c = 0; c < grid.at.size(); ++c) look_anew(grid, c);
}

DensityGrid& DemandColours::grid(int exponent) {
  for (auto it = grids_.begin(); it != grids_.end(); ++it)
    if (it->exponent == exponent) {
      grids_.splice(grids_.begin(), grids_, it);
      return grids_.front();
    }
  if (grids_.size() >= kGridsKept) grids_.pop_back();
  grids_.emplace_front();
  grids_.front().exponent = exponent;
  grids_.front().serial = ++serials_;
  count(grids_.front());
  return grids_.front();
}

}  // namespace catchment::gpu
