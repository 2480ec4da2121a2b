import { lists } from "./en/lists.ts";
import { admin } from "./en/admin.ts";
import { configuration } from "./en/configuration.ts";
import { audit } from "./en/audit.ts";
import { community } from "./en/community.ts";
import { district } from "./en/district.ts";
import { outbox } from "./en/outbox.ts";
import { approvals } from "./en/approvals.ts";
import { city } from "./en/city.ts";
import { deputy } from "./en/deputy.ts";
import { duty } from "./en/duty.ts";
import { acts } from "./en/acts.ts";
import { desk } from "./en/desk.ts";
import { incident } from "./en/incident.ts";
import { field } from "./en/field.ts";
import { phone } from "./en/phone.ts";
import { resident } from "./en/resident.ts";
import { alarms } from "./en/alarms.ts";
import { devices } from "./en/devices.ts";
import { sensing } from "./en/sensing.ts";
import { cityMap } from "./en/map.ts";
import { figures } from "./en/figures.ts";
import { wall } from "./en/wall.ts";
import { places } from "./en/places.ts";
import { assessment } from "./en/assessment.ts";
import { plots } from "./en/plots.ts";
import { scenarios } from "./en/scenarios.ts";
import { ways } from "./en/ways.ts";
import { caseForms } from "./en/case-forms.ts";
import { fireLanes } from "./en/fire-lanes.ts";
import { fourLists } from "./en/four-lists.ts";
import { feedback } from "./en/feedback.ts";
import { buildings } from "./en/buildings.ts";
import { care } from "./en/care.ts";
import { forecasts } from "./en/forecasts.ts";
import { handouts } from "./en/handouts.ts";
import { doors } from "./en/doors.ts";
import { patrols } from "./en/patrols.ts";
import { search } from "./en/search.ts";
import { hotSpots } from "./en/hot-spots.ts";
import { shared } from "./en/shared.ts";
import type { Translation } from "./translation.ts";
import type { zhCN } from "./zh-CN.ts";

export const en: Translation<typeof zhCN> = {
  ...shared,
  ...acts,
  ...desk,
  ...incident,
  ...resident,
  ...phone,
  ...field,
  ...lists,
  ...admin,
  ...configuration,
  ...audit,
  ...community,
  ...district,
  ...outbox,
  ...approvals,
  ...city,
  ...deputy,
  ...duty,
  ...sensing,
  ...devices,
  ...alarms,
  ...cityMap,
  ...figures,
  ...wall,
  ...search,
  ...places,
  ...hotSpots,
  ...assessment,
  ...plots,
  ...fireLanes,
  ...caseForms,
  ...ways,
  ...scenarios,
  ...fourLists,
  ...feedback,
  ...care,
  ...forecasts,
  ...handouts,
  ...doors,
  ...buildings,
  ...patrols,
};
