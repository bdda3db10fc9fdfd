#include "sim/sharing/link_edits.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/parse.h"
#include "sim/sharing/link_rows.h"
#include "sim/sharing/link_types.h"

namespace catchment {

namespace {

void add_link(World& world, const Edit& edit) {
  LinkRow row = edit.link;
  if (row.where.empty()) row.where = edit.place.text();
  if (row.id.empty()) row.id = edit.target;
  for (const SharingLink& link : world.links)
    if (!row.id.empty() && link.id == row.id) throw InputError(row.where, fmt::format("there is a link '{}' already", row.id), "give the new one its own id");
  world.links.push_back(link_of(row, world, PartnerIndex(world)));
}

void remove_link(World& world, const Edit& edit) {
  const PartnerIndex partners(world);
  bool known = false, ended = false;
  for (SharingLink& link : world.links) {
    if (link_word(world, link, partners) != edit.target) continue;
    known = true;
    // Of several that are named alike, the first that is not over yet.
    if (link.status == LinkStatus::kLapsed) continue;
    link.status = LinkStatus::kLapsed;
    ended = true;
    break;
  }
  if (ended) return;
  if (known) throw InputError(edit.place.text(), fmt::format("link '{}' has ended already", edit.target), "remove the edit");
  std::vector<std::string> ids;
  for (const SharingLink& link : world.links)
    if (ids.size() < 100'000) ids.push_back(link_word(world, link, partners));
  const std::string near = nearest_key(edit.target, ids);
  throw InputError(edit.place.text(), fmt::format("there is no link '{}'", edit.target),
                   near.empty() ? fmt::format("the world has {} of them; one without an id is named FROM>TO:TYPE", ids.size()) : fmt::format("did you mean '{}'?", near));
}

void remove_partner(World& world, const Edit& edit) {
  const Partner gone = PartnerIndex(world).find(edit.target, edit.place.text());
  const auto owns = [&](VenueId v) {
    return v.valid() && (Partner(v) == gone || (world.venues[v.value].owner.valid() && Partner(world.venues[v.value].owner) == gone));
  };
  for (SharingLink& link : world.links)
    if (link.from == gone || link.to == gone || owns(link.venue)) link.status = LinkStatus::kLapsed;
  std::erase_if(world.resources, [&](const Resource& r) { return r.at == gone || owns(r.venue); });
  for (std::size_t v = 0; v < world.venues.size(); ++v)
    if (owns(VenueId(v))) world.venues[v].withdrawn = true;
  if (gone.table == Partner::Table::kUnit) world.units[gone.index].open = false;
}

}  // namespace

std::string link_word(const World& world, const SharingLink& link, const PartnerIndex& partners) {
  if (!link.id.empty()) return link.id;
  return fmt::format("{}>{}:{}", partners.word(world, link.from), partners.word(world, link.to), word_of(link.type));
}

void edit_links(World& world, const Edit& edit) {
  switch (edit.op) {
    case Edit::Op::kAddLink: return add_link(world, edit);
    case Edit::Op::kRemoveLink: return remove_link(world, edit);
    case Edit::Op::kRemovePartner: return remove_partner(world, edit);
    default: break;
  }
}

}  // namespace catchment
