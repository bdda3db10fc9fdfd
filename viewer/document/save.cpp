// From a document to a file.
#include <algorithm>
#include <filesystem>

#include "app/pipeline/files.h"
#include "viewer/document/document_parts.h"
#include "viewer/document/files.h"

namespace catchment::document {
namespace fs = std::filesystem;

namespace {

bool same_file(const std::string& a, const std::string& b) {
  if (a == b) return true;
  std::error_code error;
  return fs::equivalent(a, b, error) && !error;
}

}  // namespace

std::string Document::text(const std::string& for_folder) const {
  const Parts& p = *parts_;
  if (!p.text) throw InputError(p.title.in(false), "this plan was made by a program and has no scenario text", "open a scenario file to save plans");
  const std::string name = fs::path(p.path.empty() ? p.text->file() : p.path).filename().string();
  return p.text->with(p.edits(), p.cutoffs(), absolute_path((fs::path(for_folder.empty() ? "." : for_folder) / name).string()));
}

void Document::save(const std::string& path, bool overwrite) {
  drop();
  Parts& p = *parts_;
  if (!p.text) throw InputError(path, "this plan was made by a program and has no scenario text", "open a scenario file to save plans");
  const std::string file = absolute_path(path);
  std::error_code error;
  if (fs::exists(file, error)) {
    if (fs::is_directory(file, error)) throw InputError(path, "it is a folder", "name a file in it");
    for (const std::string& read : p.text->files_read())
      if (same_file(read, file)) throw InputError(path, "the scenario reads this file itself", "save under another name");
    if (!overwrite) {
      if (p.path.empty() || !same_file(p.path, file)) throw InputError(path, "there is such a file already", "choose another name, or replace it");
      if (pipeline::read_text(file) != p.text->text()) throw InputError(path, "the file has been changed by someone else since it was opened", "replace it, or save under another name");
    }
  }
  std::string text = p.text->with(p.edits(), p.cutoffs(), file);
  ScenarioText saved(text, file);
  write_whole(file, text);
  p.text = std::move(saved);
  p.path = p.opened_from = p.scenario.file = file;
  ++p.saves;
  p.saved = p.said();
  ++p.revision;
}

}  // namespace catchment::document
