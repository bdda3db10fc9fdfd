#include "gis/graph_file/xml_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "gis/graph_file/graph_parts.h"
#include "gis/vector/claims.h"
#include "gis/vector/encoding.h"
#include "sim/core/error.h"

namespace catchment::gis::graph {

namespace {

// The parsed tree takes some five times the text: beyond this the machine would suffer before the reader does.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;

std::string declared_encoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const auto head = bytes.substr(0, std::min(bytes.find("?>"), std::size_t{400}));
  const auto at = head.find("encoding");
  if (at == std::string_view::npos) return {};
  const auto open = head.find_first_of("\"'", at);
  if (open == std::string_view::npos) return {};
  const auto close = head.find(head[open], open + 1);
  return close == std::string_view::npos ? std::string() : std::string(head.substr(open + 1, close - open - 1));
}

// Two bytes a character, by its mark or by how a document must begin.
bool is_utf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || (bytes.size() > 1 && bytes[0] == '<' && bytes[1] == '\0') ||
         (bytes.size() > 1 && bytes[0] == '\0' && bytes[1] == '<');
}

std::string utf8_of(std::string bytes, const std::string& path) {
  std::string declared = is_utf16(bytes) ? (bytes[0] == '<' ? "UTF-16LE" : bytes[0] == '\0' ? "UTF-16BE" : "UTF-16") : std::string();
  if (declared.empty()) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3), declared = "UTF-8";
    else declared = declared_encoding(bytes);
    if (canonical_encoding(declared).starts_with("UTF-16"))
      throw InputError(path, fmt::format("it says that it is {} and is not", declared), "save it as UTF-8");
  } else if (declared != "UTF-16") {
    bytes.insert(0, declared == "UTF-16LE" ? "\xFF\xFE" : "\xFE\xFF");
    declared = "UTF-16";
  }
  const Decoder decoder(declared.empty() ? "UTF-8" : declared, path);
  auto text = decoder.decode(bytes);
  if (!text) throw InputError(path, fmt::format("it is not {} text", decoder.encoding()), "declare the encoding that it is in, or save it as UTF-8");
  return std::move(*text);
}

// Before the root: a document type may stand there, but no entities, whose expansion can fill any memory.
void refuse_entities(std::string_view text, const std::string& path) {
  const auto at = text.find("<!ENTITY");
  if (at == std::string_view::npos) return;
  const auto type = text.find("<!DOCTYPE");
  if (type == std::string_view::npos || type > at) return;  // inside a comment or CDATA of the body
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  throw InputError(at_line(path, line), "the document declares entities of its own, which are not read", "export the graph again without a document type");
}

}  // namespace

XmlFile::XmlFile(const std::string& path, std::string_view root) : path_(path) {
  const std::uint64_t bytes = require_file(path);
  if (bytes > kMostBytes) throw InputError(path, fmt::format("it has {}; XML is read up to 1 GiB", byte_text(static_cast<double>(bytes))), "write the graph as a CSV table of links");
  {
    std::ifstream file(path, std::ios::binary);
    std::string raw(bytes, '\0');
    file.read(raw.data(), static_cast<std::streamsize>(raw.size()));
    raw.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad()) throw InputError(path, "it cannot be read to its end", "copy or export the file again");
    text_ = utf8_of(std::move(raw), path);
  }
  if (const auto zero = text_.find('\0'); zero != std::string::npos) throw InputError(path, "it is not a text file", fmt::format("give a file whose root is <{}>", root));
  refuse_entities(text_, path);
  line_begin_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) line_begin_.push_back(at + 1);
  const pugi::xml_parse_result result = document_.load_buffer_inplace(text_.data(), text_.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result) {
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
    const auto line = std::upper_bound(line_begin_.begin(), line_begin_.end(), offset) - line_begin_.begin();
    std::string what = result.description();
    if (!what.empty()) what[0] = static_cast<char>(what[0] | 0x20);
    throw InputError(at_line(path, line), fmt::format("the XML is broken: {}", what), "export the file again");
  }
  root_ = document_.document_element();
  if (local(root_.name()) != root)
    throw InputError(where(root_), fmt::format("its root is <{}>, not <{}>", root_.name(), root), "let the ending of the name say what the file is: .graphml or .gexf");
}

std::int64_t XmlFile::line(pugi::xml_node node) const {
  const auto offset = node.offset_debug();
  if (offset < 0) return 0;
  return std::upper_bound(line_begin_.begin(), line_begin_.end(), static_cast<std::size_t>(offset)) - line_begin_.begin();
}

std::string XmlFile::where(pugi::xml_node node) const { return at_line(path_, line(node)); }

std::string_view local(const char* name) {
  const std::string_view text(name);
  const auto colon = text.rfind(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

bool is(pugi::xml_node node, std::string_view name) { return node.type() == pugi::node_element && local(node.name()) == name; }

pugi::xml_node child_of(pugi::xml_node node, std::string_view name) {
  for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling())
    if (is(child, name)) return child;
  return {};
}

pugi::xml_attribute attribute_of(pugi::xml_node node, std::string_view name) {
  for (pugi::xml_attribute a = node.first_attribute(); a; a = a.next_attribute())
    if (local(a.name()) == name) return a;
  return {};
}

std::string text_in(pugi::xml_node node) {
  std::string out;
  for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling())
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) out += child.value();
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) out += "\xEF\xBF\xBD";
        else out += c;
    }
  return out;
}

}  // namespace catchment::gis::graph
