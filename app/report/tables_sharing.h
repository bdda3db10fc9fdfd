#pragma once

#include "app/report/report.h"

namespace catchment::pipeline {

/// Tables of the sharing graph: links, partners, districts, rooms, matches, unmet needs, losses, critical partners, recommended links. None where the study has no sharing.
void add_sharing_tables(const World& world, const Study& study, std::vector<ReportTable>& tables);

}  // namespace catchment::pipeline
