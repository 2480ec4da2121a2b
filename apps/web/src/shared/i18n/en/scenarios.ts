import type { Translation } from "../translation.ts";
import type { scenarios as zhCN } from "../zh-CN/scenarios.ts";

export const scenarios: Translation<typeof zhCN> = {
  scenarios: {
    title: "Scenarios",
    line: "Categories, device types, routing and alarm rules and forms of a scenario in one file: rehearsed before it is taken in, published as versions of the configuration, without code.",
    install: "Install",
    file: "or choose a file",
    unread:
      "This is no scenario, or of another format; please use a JSON file that this page has saved.",
    parts: "What it brings",
    kind: "Kind",
    change: "Against what is in force",
    changes: { added: "New", same: "The same", differs: "There and different" },
    there: "(there it is “{{name}}”)",
    replace: "Take the one of the package",
    contacts: "Each unit registers its own outside contacts:",
    contact: "{{party}}: {{n}} registered",
    noContact: "{{party}}: none registered",
    faults: "{{n}} references lead nowhere; it can be installed once these are put right",
    nothing: "Nothing to install: all of it is here already, or differs and is kept.",
    documents: "New versions will be published: {{kinds}}",
    ownFirst: "{{kind}} (the unit's first of its own)",
    installNow: "Install",
    installed: "Installed and in force",
    export: "Export",
    name: "Name of the scenario",
    codeHint: "Begins with a small letter; digits and hyphens may follow, such as electrical-fire",
    version: "Version",
    description: "Description",
    collect: "Collect what belongs to it",
    none: "None",
    save: "Save as a file",
    figures: "Figures by category, for who sees figures",
  },
};
