// Layers sources, apportionment, joins, findings of a world file: what the report says of the data's origin.
#include "gis/world_file/enum_text.h"
#include "gis/world_file/world_tables.h"

namespace catchment::gis {
namespace {

using enum ColumnType;
const std::vector<Column> kSources{{"input"},
                                   {"path"},
                                   {"layer"},
                                   {"datum"},
                                   {"crs"},
                                   {"source"},
                                   {"licence"},
                                   {"date"},
                                   {"sha256"},
                                   {"bytes", kInteger},
                                   {"features", kInteger},
                                   {"modelled", kBoolean}};
const std::vector<Column> kApportionment{{"rule"},          {"from"}, {"to"}, {"total", kInteger}, {"placed", kInteger},
                                         {"lost", kInteger}};
const std::vector<Column> kJoins{
    {"table"},          {"layer"},          {"by_code", kInteger}, {"by_name", kInteger}, {"by_alias", kInteger},
    {"unmatched_rows"}, {"unmatched_areas"}};
const std::vector<Column> kFindings{{"severity"}, {"rule"}, {"place"}, {"what"}, {"remedy"}};

}  // namespace

void write_notes(GpkgWriter& file, const World& world) {
  {
    RowWriter row = file.layer("sources", LayerGeometry::kNone, kSources, world.sources.size());
    for (const DataSource& s : world.sources)
      row.text(s.input)
          .text(s.path)
          .text(s.layer)
          .text(s.datum)
          .text(s.crs)
          .text(s.source)
          .text(s.licence)
          .text(s.date)
          .text(s.sha256)
          .integer(static_cast<std::int64_t>(s.bytes))
          .integer(s.features)
          .boolean(s.modelled)
          .write();
  }
  {
    RowWriter row = file.layer("apportionment", LayerGeometry::kNone, kApportionment, world.apportionment.size());
    for (const ApportionmentNote& a : world.apportionment)
      row.text(a.rule).text(a.from).text(a.to).integer(a.total).integer(a.placed).integer(a.lost).write();
  }
  {
    RowWriter row = file.layer("joins", LayerGeometry::kNone, kJoins, world.joins.size());
    for (const JoinNote& j : world.joins)
      row.text(j.table)
          .text(j.layer)
          .integer(j.by_code)
          .integer(j.by_name)
          .integer(j.by_alias)
          .text(join_texts(j.unmatched_rows))
          .text(join_texts(j.unmatched_areas))
          .write();
  }
  RowWriter row = file.layer("findings", LayerGeometry::kNone, kFindings, world.findings.size());
  for (const Finding& f : world.findings)
    row.text(word_of(f.severity)).text(f.rule).text(f.where).text(f.what).text(f.remedy).write();
}

void read_notes(const WorldSource& in, World& world) {
  {
    RowReader row = in.layer("sources", kSources);
    while (row.next()) {
      DataSource& s = world.sources.emplace_back();
      for (std::string* text :
           {&s.input, &s.path, &s.layer, &s.datum, &s.crs, &s.source, &s.licence, &s.date, &s.sha256})
        *text = row.text();
      s.bytes = static_cast<std::uint64_t>(row.integer());
      s.features = row.integer();
      s.modelled = row.boolean();
    }
  }
  {
    RowReader row = in.layer("apportionment", kApportionment);
    while (row.next()) {
      ApportionmentNote& a = world.apportionment.emplace_back();
      a.rule = row.text();
      a.from = row.text();
      a.to = row.text();
      a.total = row.integer();
      a.placed = row.integer();
      a.lost = row.integer();
    }
  }
  {
    RowReader row = in.layer("joins", kJoins);
    while (row.next()) {
      JoinNote& j = world.joins.emplace_back();
      j.table = row.text();
      j.layer = row.text();
      j.by_code = row.integer();
      j.by_name = row.integer();
      j.by_alias = row.integer();
      j.unmatched_rows = split_texts(row.text());
      j.unmatched_areas = split_texts(row.text());
    }
  }
  RowReader row = in.layer("findings", kFindings);
  while (row.next()) {
    Finding& f = world.findings.emplace_back();
    f.severity = take_word<Severity>(row);
    f.rule = row.text();
    f.where = row.text();
    f.what = row.text();
    f.remedy = row.text();
  }
}

}  // namespace catchment::gis
