#include "app/pipeline/open_world.h"

#include <filesystem>
#include <future>

#include "app/pipeline/pipeline.h"
#include "app/pipeline/world_cache.h"
#include "gis/world_file/world_file.h"
#include "sim/network/sort_streets.h"

namespace catchment::pipeline {

OpenedWorld open_world(const std::string& path, const Progress& progress) {
  const auto key = cache_key(path);
  if (key)
    if (auto remembered = recall(path, *key)) return std::move(*remembered);
  OpenedWorld opened;
  // A file that is none is the reader's to refuse; the digest is waited for in any case.
  std::future<std::string> digest = std::async(std::launch::async, [&] { return sha256_file(path); });
  opened.world = gis::read_world(path, part_of(progress, 0, 0.9));
  sort_streets(opened.world.streets);
  opened.sha256 = digest.get();
  opened.bytes = std::filesystem::file_size(path);
  // A file that changed meanwhile has another key.
  if (key && cache_key(path) == key) remember(path, *key, opened);
  report(progress, 1, "reading the world file");
  return opened;
}

}  // namespace catchment::pipeline
