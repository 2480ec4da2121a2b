import type { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import type { UnitLevel } from "@gezhi/contract/units.ts";
import type { ComponentType } from "react";
import { AlarmRulesEditor } from "./rules/AlarmRulesEditor.tsx";
import { CaseFormsEditor } from "./forms/CaseFormsEditor.tsx";
import { CalendarEditor } from "./CalendarEditor.tsx";
import { CatalogueEditor } from "./CatalogueEditor.tsx";
import type { EditorProps } from "./editor-types.ts";
import { DepartmentsEditor, PostsEditor } from "./EstablishmentEditors.tsx";
import { KeywordsEditor } from "./KeywordsEditor.tsx";
import { LimitsEditor } from "./LimitsEditor.tsx";
import { ListsEditor } from "./ListsEditor.tsx";
import { ProfilesEditor } from "./profiles/ProfilesEditor.tsx";
import { RoutingEditor } from "./RoutingEditor.tsx";
import { WallEditor } from "./WallEditor.tsx";

/** All that differs between the kinds of documents on their page. */
export const editors: { [K in ConfigurationKind]: ComponentType<EditorProps<K>> } = {
  catalogue: CatalogueEditor,
  posts: PostsEditor,
  departments: DepartmentsEditor,
  calendar: CalendarEditor,
  limits: LimitsEditor,
  lists: ListsEditor,
  routing: RoutingEditor,
  keywords: KeywordsEditor,
  deviceProfiles: ProfilesEditor,
  alarmRules: AlarmRulesEditor,
  wall: WallEditor,
  caseForms: CaseFormsEditor,
};

const everywhere: readonly UnitLevel[] = ["city", "district", "town"];
const notTowns: readonly UnitLevel[] = ["city", "district"];

/** Where a unit may have a document of its own. */
export const levelsOf = (kind: ConfigurationKind): readonly UnitLevel[] =>
  kind === "departments" || kind === "keywords" || kind === "deviceProfiles"
    ? notTowns
    : everywhere;
