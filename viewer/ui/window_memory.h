#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "viewer/ui/file_listing.h"
#include "viewer/ui/state.h"
#include "viewer/ui/windows.h"

// What windows keep between frames. Theirs alone; nothing here is part of a plan.
namespace catchment::viewer {

struct FilesMemory {
  Windows::Files mode = Windows::Files::kNone;   // the mode it was opened with
  bool import = false;                           // data files for ImportDropped instead of scenarios
  bool ask_import = false;                       // set by ask_for_file, taken when the dialog opens
  Listing listing;
  std::uint64_t read_count = 0;                  // of folders read so far
  std::vector<std::uint32_t> shown;              // indices into listing.entries, after filter and sort
  std::size_t kind = 0;                          // of kinds(mode)
  bool hidden = false;
  FileOrder order = FileOrder::kName;
  bool descending = false;
  std::optional<std::size_t> cursor;             // of `shown`
  bool scroll_to_cursor = false;
  bool typing_path = false;
  std::string path_text, name, jump, problem;
  double jump_age_s = 0;
  bool path_typed = false, path_active = false, path_end_due = false;   // the field was begun by typing; has the keyboard; its cursor goes to the end
  bool name_active = false, name_seen = false, name_end_due = false;
  bool walking = false;                          // the arrows were used since a name was typed: Enter enters their folder
  std::string overwrite;                         // the existing file that was asked for
  bool new_folder = false, focus_new_folder = false;
  std::string new_folder_name;
};

struct TableMemory {
  const Tab* tab = nullptr;
  const document::Document* document = nullptr;
  std::uint64_t revision = 0;
  document::TableKind kind = document::TableKind::kFacilities;
  bool chinese = true, made = false;
  document::ThingTable table;
  std::vector<std::uint32_t> rows;               // in the order shown
  std::string filter, filtered_by;
  int sort = -1, sorted_by = -2;
  bool descending = false, sorted_descending = false;
  std::vector<Thing> selection;                  // as last seen, to notice changes from the map
  std::vector<std::uint32_t> selected;           // indices of this kind, ascending
  std::optional<std::size_t> jump;               // row to scroll to
  std::size_t said = 0;                          // rows, as the window's words had it in the last frame
  std::optional<std::size_t> last_clicked;
};

struct SearchMemory {
  std::string text;
  const Tab* tab = nullptr;
  std::uint64_t revision = 0;
  bool chinese = true;
  std::vector<document::Found> found;
  std::size_t cursor = 0;
};

struct QuestionMemory {
  std::string datum;                             // chosen for the dropped file; empty: not yet
  std::string dropped;                           // the file it was chosen for
  bool saving = false;                           // "save" was answered: goes on once everything is saved
  int waited = 0;                                // frames since, for commands to be done
};

struct StartMemory {
  bool looked = false;
  std::string sample;
};

struct HistoryMemory {
  std::size_t done = SIZE_MAX;
  std::size_t steps = SIZE_MAX;
  int scroll_due = 0;                            // frames in which the present is brought into sight
  std::uint64_t measured = 0;                    // what `top` was measured for
  std::vector<float> top;                        // px, where each row begins; the last: where they end
  float width = 0;                               // px, of a row
};

struct SharingMemory {
  std::size_t part = 0;                          // network, what breaks, recommended links
  std::size_t recommended = 0;                   // the one that keys speak of
  double accepted_at = -1;                       // s, when one was last taken
};

struct WindowMemory {
  std::vector<Leaf> stack;                       // open ones, the last opened last
  FilesMemory files;
  TableMemory table;
  SearchMemory search;
  QuestionMemory question;
  StartMemory start;
  HistoryMemory history;
  SharingMemory sharing;
  std::uint64_t letters = 0;                     // of which texts the letters were last given
};
WindowMemory& memory();

}  // namespace catchment::viewer
