#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/source_place.h"

// Where things stand in a TOML text, so that single values can be changed and all else stays as it was written. Private to the room.
namespace catchment::document {

/// Bytes [begin, end) of a text.
struct Span {
  std::size_t begin = 0, end = 0;
};

/// A [header] or [[header]] of a valid TOML text, with all that belongs to it.
struct Section {
  std::string first_key;                   ///< "edits" of [[edits]] and [edits.name]; bare or quoted
  bool list = false, top = false;          ///< [[...]]; its name has one part
  Span header;                             ///< its line, newline included
  std::size_t comments = 0;                ///< where the comment lines directly above it begin; header.begin if there are none
  std::size_t end = 0;                     ///< behind its last statement, newline included; blank lines and comments after that belong to what follows
};
std::vector<Section> sections(const std::string& text);

/// The statement `key = value` at the top of the text, before any section; newline included.
std::optional<Span> top_statement(const std::string& text, const std::string& key);

/// The value behind the key at this place (line and column of the key, from 1, columns in characters), or at it where `is_value`.
std::optional<Span> value_at(const std::string& text, const SourcePlace& place, bool is_value = false);

/// Replaces spans, which must not overlap.
struct Replacement {
  Span span;
  std::string text;
};
std::string replaced(const std::string& text, std::vector<Replacement> replacements);

}  // namespace catchment::document
