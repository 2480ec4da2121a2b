import type { Translation } from "../translation.ts";
import type { buildings as zhCN } from "../zh-CN/buildings.ts";

export const buildings: Translation<typeof zhCN> = {
  buildings: {
    title: "Buildings and their devices",
    legend: "What the colour of a building says: the worst of its devices",
    alarm: "alarm: {{level}}",
    state: "device {{state}}",
    noDevices: "no device registered",
    noAlarmThen: "no alarm then",
    approximate: "Approximate:",
    note: "outlines are not known. A square of 40 m stands for the place's point; its height comes from the floors in its tags (“32层”), or is drawn as {{floors}} floors, {{metres}} m. A device belongs where its protected place begins with the building's name.",
    pastNote:
      "Playback knows the alarms of that time, told apart by the position of their device: another device at the same position counts too. States of devices are not kept.",
    far: "Go closer: buildings are drawn at the scale of streets.",
    cut: "Only the {{shown}} nearest to the middle are drawn: go closer.",
    devicesCut: "Too many devices: not all are listed, colours may miss some.",
    alwaysFlat: "Always flat on this computer",
    insist: "Show them standing anyway",
    flat: {
      plain: "This computer cannot show them standing: they are in the list below.",
      motion: "The system asks for less motion: buildings are shown flat.",
      slow: "The map was slow for several seconds: buildings are shown flat.",
    },
    inside: "Devices inside",
    nothingInside: "No device is registered here (its protected place must begin with this name)",
    noFloor: "Floor not stated",
    floor: "Floor {{n}}",
    below: "Basement {{n}}",
    alarmsThen: "Alarms then",
  },
};
