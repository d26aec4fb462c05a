-- Monitored households are few (none before 2020), cancelled ones too: their lists must not walk past a million others.
create index if not exists household_year_monitored on registry.household_year (year, region, household_code) where monitored > 0;
create index household_year_cancelled on registry.household_year (year, region, household_code) where not valid;
