#pragma once

#include <string>

#include "viewer/document/document.h"

// The answer to "why not?" in one sentence. No ImGui.
namespace catchment::viewer {

/// Whether and why, with the numbers: shortfall, distance to a street, places missing.
Name why_sentence(const World& world, const Why& why, const WhyLevel& level);
/// What the change is: "Open gate g12" / "开放大门 g12"; also the label of its step.
Name fix_words(const WhyLevel& level, const WhyFix& fix);
/// What it brings: persons gained, the cost then.
Name fix_gain(const WhyLevel& level, const WhyFix& fix);

}  // namespace catchment::viewer
