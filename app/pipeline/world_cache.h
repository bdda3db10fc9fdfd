#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/pipeline/open_world.h"

// Images of worlds that were read before, in $XDG_CACHE_HOME/catchment (else ~/.cache/catchment). Private to the pipeline.
namespace catchment::pipeline {

/// Files below this are read so quickly that no image of them is kept.
inline constexpr std::uint64_t kSmallestCached = 8u << 20;
/// All images together; beyond it those unused for longest are removed.
inline constexpr std::uint64_t kLargestCache = std::uint64_t{2} << 30;

/// Where images lie; nullopt if there is no place for them, or CATCHMENT_CACHE is "off".
std::optional<std::string> cache_folder();

/// Tells a state of a file from any other, for this version of the program: path, device, inode, size, times of its last
/// change to the nanosecond. nullopt for files that are not cached.
std::optional<std::string> cache_key(const std::string& path);

/// What `remember` kept under this key; nullopt if nothing, or nothing whole.
std::optional<OpenedWorld> recall(const std::string& path, const std::string& key);

/// Keeps the world for a later `recall`: its image is made at once and written by a thread of its own, to a temporary name
/// and renamed; the program waits for it before it ends. Never throws: a cache that cannot be written is none.
void remember(const std::string& path, const std::string& key, const OpenedWorld& opened) noexcept;
/// Returns when all that was remembered is written.
void finish_remembering();

/// Removes images, those unused for longest first, until all are within `most` bytes together, and what broken runs left.
void trim_cache(const std::string& folder, std::uint64_t most);

}  // namespace catchment::pipeline
