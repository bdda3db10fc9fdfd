#include "gis/world_file/enum_text.h"

namespace catchment::gis {

std::string join_texts(const std::vector<std::string>& texts) {
  std::string cell;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) cell += ';';
    if (texts[i].empty()) cell += "\\e";
    for (const char c : texts[i]) {
      if (c == ';' || c == '\\') cell += '\\';
      cell += c;
    }
  }
  return cell;
}

std::vector<std::string> split_texts(std::string_view cell) {
  std::vector<std::string> texts;
  if (cell.empty()) return texts;
  texts.emplace_back();
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '\\' && i + 1 < cell.size()) {
      if (cell[++i] != 'e') texts.back() += cell[i];
    } else if (cell[i] == ';') {
      texts.emplace_back();
    } else {
      texts.back() += cell[i];
    }
  }
  return texts;
}

}  // namespace catchment::gis
