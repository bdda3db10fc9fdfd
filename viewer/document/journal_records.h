#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "viewer/document/document.h"

// What a journal's lines say. Private to the room.
namespace catchment::document {

/// A process that cannot be mistaken for a later one with the same number.
struct Process {
  std::int64_t pid = 0;
  std::string start, boot;                 ///< ticks since the boot; the boot's own number. Empty where the system does not say
};
Process this_process();
bool runs(const Process& process);

/// A journal as far as it is whole.
struct JournalState {
  Process process;
  std::string file, path, text, when;      ///< what to open again; where it was saved (empty: nowhere); the text of what is in no file
  std::vector<std::string> saved;          ///< what the file says, as Document::said_by_file
  std::vector<std::string> cutoffs;        ///< of the levels at the start, in the words of said_by_file
  std::vector<CostUnit> units;             ///< [n_levels]
  std::vector<Step> steps;
  std::size_t done = 0;
  bool torn = false;                       ///< the last line was not whole
  [[nodiscard]] std::vector<std::string> said() const;
  [[nodiscard]] std::size_t unsaved_steps() const;   ///< 0: the file says all of it
};

/// One line each, with a check sum in front and a newline behind.
std::string open_record(const Document& document);
std::string step_record(const Step& step);
std::string go_record(std::size_t done);
std::string saved_record(const Document& document);

/// nullopt: the text is no journal.
std::optional<JournalState> read_journal(const std::string& text);

}  // namespace catchment::document
