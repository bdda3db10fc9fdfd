#pragma once

#include <string>

#include "viewer/document/document.h"

// The answer to "why not?" in one sentence. No ImGui.
namespace catchment::viewer {

/// Whether and why, with the numbers: shortfall, distance to a street, places missing.
Name why_sentence(const World& world, const Why& why, const WhyLevel& level);
/// What the change is: "Open gate g12" / "开放大门 g12"; also the label of its step.
Name fix_words(const WhyLevel& level, const WhyFix& fix);
/// What the level's fixes promise: to be within reach, or places where they are all about places.
Name fixes_heading(const WhyLevel& level);
/// What it brings: persons within reach (served, for more places), how many places there are where they are limited, the cost then.
Name fix_gain(const World& world, const WhyLevel& level, const WhyFix& fix);

}  // namespace catchment::viewer
