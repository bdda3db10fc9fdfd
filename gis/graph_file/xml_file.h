#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace catchment::gis::graph {

/// A parsed XML file that can say on which line an element stands.
class XmlFile {
 public:
  /// Bytes in the encoding that a mark or the declaration names, else UTF-8. Throws InputError (file, line) for broken XML, an encoding that
  /// is not known or not true, entities of the document's own, more than 1 GiB, or a root whose name (without prefix) is not `root`.
  XmlFile(const std::string& path, std::string_view root);
  [[nodiscard]] pugi::xml_node root() const { return root_; }
  [[nodiscard]] std::int64_t line(pugi::xml_node node) const;
  /// "file, line 7"
  [[nodiscard]] std::string where(pugi::xml_node node) const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_, text_;              // the document's own buffer: parsed in place
  std::vector<std::size_t> line_begin_;
  pugi::xml_document document_;
  pugi::xml_node root_;
};

/// Name without its prefix: "viz:position" -> "position".
std::string_view local(const char* name);
bool is(pugi::xml_node node, std::string_view name);
/// First child element of that name; the null node if there is none.
pugi::xml_node child_of(pugi::xml_node node, std::string_view name);
/// Attribute by its local name; the null attribute if there is none.
pugi::xml_attribute attribute_of(pugi::xml_node node, std::string_view name);
/// Text of an element, its CDATA too.
std::string text_in(pugi::xml_node node);

/// For attribute values and text: the five characters escaped, tabs and line ends kept, what XML cannot hold replaced by U+FFFD.
std::string escaped(std::string_view text);

}  // namespace catchment::gis::graph
