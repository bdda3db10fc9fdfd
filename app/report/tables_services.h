#pragma once

#include "app/report/report.h"

namespace catchment::pipeline {

/// Tables of exposure, channels, advisers, information and dashboard, each only where the study has it.
void add_service_tables(const World& world, const Study& study, std::vector<ReportTable>& tables);

}  // namespace catchment::pipeline
