#include "app/cli/share_part.h"

#include "sim/sharing/link_rows.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace catchment::cli {

namespace {

/// Places on a screen: characters beyond the European letters take two.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    width += bytes >= 3 ? 2 : 1;
    i += bytes;
  }
  return width;
}

}  // namespace

std::string ShareView::called(std::uint32_t v) const {
  const std::string& name = source.name(v, zh);
  if (name == source.id[v]) return name;
  return zh ? fmt::format("{}（{}）", name, source.id[v]) : fmt::format("{} ({})", name, source.id[v]);
}

std::string ShareView::id(Partner partner) const {
  const std::uint32_t v = source.graph.node_of(partner);
  return v == UINT32_MAX ? id_of(source.world, partner) : source.id[v];
}

std::string ShareView::called(Partner partner) const {
  const std::uint32_t v = source.graph.node_of(partner);
  if (v != UINT32_MAX) return called(v);
  const std::string &name = name_of(source.world, partner).in(zh), &own = id_of(source.world, partner);
  return name.empty() || name == own ? own : zh ? fmt::format("{}（{}）", name, own) : fmt::format("{} ({})", name, own);
}

std::string text_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width;
  std::vector<bool> figures;
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const std::string& cell = rows[r][c];
      if (c >= width.size()) width.push_back(0), figures.push_back(true);
      width[c] = std::max(width[c], width_of(cell));
      if (r > 0 && !cell.empty() && cell != "–" && cell.find_first_of("0123456789") > 1) figures[c] = false;
    }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string room(width[c] - width_of(row[c]), ' ');
      line += "  " + (figures[c] ? room + row[c] : row[c] + room);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

Json amount_json(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (std::abs(value) < 9e15 && value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}

std::string counted(std::size_t n, const char* one, const char* several) { return fmt::format("{} {}", n, n == 1 ? one : several); }

std::string figure(double value) {
  if (!std::isfinite(value)) return "–";
  std::string text = fmt::format("{:.4f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace catchment::cli
