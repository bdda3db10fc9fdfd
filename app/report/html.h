#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace catchment::pipeline {

/// Text for HTML content and attribute values: & < > " ' escaped; characters that XML forbids and broken UTF-8 become
/// U+FFFD, so that the page stays well-formed whatever the data holds.
std::string escaped(std::string_view text);

/// One column of a table of the page.
struct HtmlColumn {
  std::string title;             ///< plain text
  bool number = false;           ///< right-aligned, tabular figures
  std::string css;               ///< extra class, e.g. "bar"
};
struct HtmlCell {
  std::string html;              ///< already escaped
  std::string sort;              ///< raw value for sorting; empty: the text
};
/// `caption` plain text, may be empty. The first column is the row's header (th scope="row").
std::string html_table(const std::string& caption, const std::vector<HtmlColumn>& columns,
                       const std::vector<std::vector<HtmlCell>>& rows, const std::string& css = {});

/// A bar of a share 0..1 with its label; NaN: a dotted track. Width by style, so it prints and scales.
std::string html_bar(double share, const std::string& label);
/// The demand split of one row: served, no capacity (hatched), out of reach. `label` is the text alternative.
std::string html_split(std::int64_t served, std::int64_t no_capacity, std::int64_t out_of_reach,
                       const std::string& label);

std::string_view page_style();   ///< the page's CSS
std::string_view page_script();  ///< sorts tables by a click; the page reads well without it

}  // namespace catchment::pipeline
