#pragma once

#include "sim/scenario/scenario.h"
#include "sim/sharing/link_rows.h"
#include "sim/world/world.h"

namespace catchment {

/// kAddLink, kRemoveLink, kRemovePartner on the world's links and resources; facilities stay as they are (apply_sharing).
/// A link that is removed, and those of a removed partner, lapse: they stay in the table. A removed partner's offers and needs go, and its rooms are lent no
/// more; a removed unit is closed. A link is named by its id, or as "FROM>TO:TYPE" where it has none.
/// Throws InputError (the edit's place) for what is not there, and as link_of. Strong: then nothing has changed.
void edit_links(World& world, const Edit& edit);

/// How an edit names this link: its id, or "FROM>TO:TYPE", the ends as `partners` words them.
std::string link_word(const World& world, const SharingLink& link, const PartnerIndex& partners);

}  // namespace catchment
