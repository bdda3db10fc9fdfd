#include <algorithm>

#include "app/report/page.h"

namespace catchment::pipeline {

void write_items(Page& p) {
  const auto& study = p.study;
  if (study.items.empty()) return;
  constexpr std::size_t kShown = 15;
  p.chapter("items", p.t("items.title"));
  const auto n = static_cast<std::int64_t>(study.items.size());
  const auto everyone = std::count_if(study.items.begin(), study.items.end(), [&](const ItemResult& i) {
    return study.population > 0 && i.persons == study.population;
  });
  const auto nowhere =
      std::count_if(study.items.begin(), study.items.end(), [](const ItemResult& i) { return i.facilities == 0; });
  p.paragraph(p.t("items.words", count_text(n), count_text(everyone), count_text(nowhere)));
  std::vector<const ItemResult*> items;
  for (const auto& item : study.items) items.push_back(&item);
  std::stable_sort(items.begin(), items.end(), [](const auto* a, const auto* b) { return a->persons < b->persons; });
  if (items.size() > kShown) items.resize(kShown);
  std::vector<std::vector<HtmlCell>> rows;
  for (const auto* item : items) {
    const auto found = std::find_if(p.world.catalogue.begin(), p.world.catalogue.end(),
                                    [&](const CatalogueItem& c) { return c.id == item->item; });
    const bool known = found != p.world.catalogue.end();
    rows.push_back({cell(known ? name_or_id(found->name, found->id, p.zh) : item->item),
                    cell(known ? found->category : std::string()), cell(item->facilities),
                    cell_bar(share_of(item->persons, study.population))});
  }
  p.table(p.t("items.table", rows.size()),
          {{p.t("items.item"), false, ""},
           {p.t("items.category"), false, ""},
           {p.t("items.facilities"), true, ""},
           {p.t("items.share"), false, "wide"}},
          rows, "sortable");
}

void write_neighbours(Page& p) {
  const auto& study = p.study;
  const auto& without = study.covered_without_neighbours;
  if (without.empty() || without.size() != study.levels.size() || study.population == 0) return;
  p.chapter("neighbours", p.t("neighbours.title"));
  p.paragraph(p.t("neighbours.intro"));
  std::vector<std::vector<HtmlCell>> rows;
  for (std::size_t k = 0; k < without.size(); ++k) {
    const auto covered = study.levels[k].coverage.persons_covered;
    rows.push_back({cell(level_title(p, k)), cell_bar(study.levels[k].share), cell_bar(share_of(without[k], study.population)),
                    cell(covered - without[k])});
  }
  p.table("", {{p.t(speaks_of_services(study) ? "levels.service" : "levels.level"), false, ""},
               {p.t("neighbours.with"), false, "wide"},
               {p.t("neighbours.without"), false, "wide"},
               {p.t("neighbours.gain"), true, ""}},
          rows);
  if (study.population_beyond > 0) p.paragraph(p.t("neighbours.beyond", count_text(study.population_beyond)), "quiet");
}

void write_linkage(Page& p) {
  if (!p.study.linkage) return;
  const auto& l = *p.study.linkage;
  p.chapter("linkage", p.t("linkage.title"));
  if (l.points_broken == 0) {
    p.paragraph(p.t("linkage.whole", l.hops));
    return;
  }
  p.paragraph(p.t("linkage.broken", count_text(l.points_whole), count_text(l.points_broken), l.hops));
  if (l.missing_levels.empty()) return;
  std::vector<std::string> names;
  for (const int level : l.missing_levels)
    names.push_back(level >= 0 && level <= kBuildingLevel ? p.t("level." + std::to_string(level)) : std::to_string(level));
  p.paragraph(p.t("linkage.missing", list_text(names, p.zh)));
}

}  // namespace catchment::pipeline
