import { lists } from "./zh-CN/lists.ts";
import { admin } from "./zh-CN/admin.ts";
import { configuration } from "./zh-CN/configuration.ts";
import { audit } from "./zh-CN/audit.ts";
import { community } from "./zh-CN/community.ts";
import { district } from "./zh-CN/district.ts";
import { outbox } from "./zh-CN/outbox.ts";
import { approvals } from "./zh-CN/approvals.ts";
import { city } from "./zh-CN/city.ts";
import { deputy } from "./zh-CN/deputy.ts";
import { duty } from "./zh-CN/duty.ts";
import { acts } from "./zh-CN/acts.ts";
import { desk } from "./zh-CN/desk.ts";
import { incident } from "./zh-CN/incident.ts";
import { field } from "./zh-CN/field.ts";
import { phone } from "./zh-CN/phone.ts";
import { resident } from "./zh-CN/resident.ts";
import { alarms } from "./zh-CN/alarms.ts";
import { devices } from "./zh-CN/devices.ts";
import { sensing } from "./zh-CN/sensing.ts";
import { cityMap } from "./zh-CN/map.ts";
import { figures } from "./zh-CN/figures.ts";
import { wall } from "./zh-CN/wall.ts";
import { places } from "./zh-CN/places.ts";
import { assessment } from "./zh-CN/assessment.ts";
import { plots } from "./zh-CN/plots.ts";
import { scenarios } from "./zh-CN/scenarios.ts";
import { ways } from "./zh-CN/ways.ts";
import { caseForms } from "./zh-CN/case-forms.ts";
import { fireLanes } from "./zh-CN/fire-lanes.ts";
import { fourLists } from "./zh-CN/four-lists.ts";
import { feedback } from "./zh-CN/feedback.ts";
import { buildings } from "./zh-CN/buildings.ts";
import { care } from "./zh-CN/care.ts";
import { forecasts } from "./zh-CN/forecasts.ts";
import { handouts } from "./zh-CN/handouts.ts";
import { doors } from "./zh-CN/doors.ts";
import { patrols } from "./zh-CN/patrols.ts";
import { search } from "./zh-CN/search.ts";
import { hotSpots } from "./zh-CN/hot-spots.ts";
import { shared } from "./zh-CN/shared.ts";

/** One file per feature; a feature's texts stand under its own name, those everybody uses at the top. */
export const zhCN = {
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
