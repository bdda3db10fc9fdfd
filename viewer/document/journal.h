#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viewer/document/document.h"

namespace catchment::document {

/// What is open, written down at every step, so that a crash or a power cut loses at most the last edit: one file per document and process
/// below `state_folder()`, appended and synced. Removed when the document is closed in order.
class Journal {
 public:
  Journal(const std::string& folder, const Document& document);
  ~Journal();                                  ///< keeps the file
  /// Appends what has changed since the last call (a step, an undo, a redo, a save) and syncs. Cheap if nothing has. Throws InputError if the disk
  /// does not take it; what was written before stays whole, and the next call tries again.
  void write(const Document& document);
  void close();                                ///< in order: removes the file
  [[nodiscard]] const std::string& file() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// A journal that a process left behind that no longer runs.
struct Recoverable {
  std::string file, scenario;                  ///< the journal; the scenario it edits
  std::string when;                            ///< "2026-11-26 19:20"
  std::size_t steps = 0;                       ///< done and not saved
};
/// Newest first. Journals of processes that run (by number, start and boot of the machine), and those that are no journals, are left alone; those of
/// dead processes that hold nothing that is not saved are removed.
std::vector<Recoverable> recoverable(const std::string& folder);
/// Opens the scenario and does the journal's steps again, up to the last that is whole. The journal stays until the new document's own is written; then
/// `discard` it. Throws InputError if the scenario is gone or has changed so that a step fails (the document then holds the steps before it: told in `notes`).
std::unique_ptr<Document> recover(const Recoverable& from, std::vector<std::string>& notes, const Progress& progress = {});
void discard(const Recoverable& what);

/// $XDG_STATE_HOME/catchment (else ~/.local/state/catchment); made if it is not there. $XDG_CONFIG_HOME likewise for settings.
std::string state_folder();
std::string config_folder();

}  // namespace catchment::document
