#pragma once

#include <string>
#include <vector>

#include "app/cli/json_parts.h"
#include "app/cli/share_source.h"

namespace catchment::cli {

/// In which of its three shapes an answer is wanted.
struct ShareView {
  const ShareSource& source;
  bool json = false, csv = false, zh = false;
  [[nodiscard]] bool words() const { return !json && !csv; }
  /// "name (id)", or the id alone.
  [[nodiscard]] std::string called(std::uint32_t v) const;
  /// The same of any partner, also of one that is no node of the graph: the owner of a room, a group that needs one.
  [[nodiscard]] std::string called(Partner partner) const;
  [[nodiscard]] std::string id(Partner partner) const;
};

/// One answer: only the shape that is wanted is filled. The members of `json` go into the command's one object.
struct SharePart {
  Json json = Json::object();
  std::string csv, text;
};

/// A table of words: columns as wide as their widest cell on a screen (a Chinese character takes two places). The first row is the
/// head. Figures are flush right, words flush left.
std::string text_table(const std::vector<std::vector<std::string>>& rows);
/// NaN and infinity become null, whole numbers are written without a point.
Json amount_json(double value);
/// "1 link", "2 links".
std::string counted(std::size_t n, const char* one, const char* several);
/// At most four digits after the point, without zeros at the end.
std::string figure(double value);

}  // namespace catchment::cli
