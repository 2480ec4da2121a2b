import type { Role } from "@gezhi/contract/identity.ts";
import type { Unit } from "./city-model.ts";
import type { DemoStaff } from "./demo-model.ts";
import { DemoRoster } from "./demo-roster.ts";
import { appointTown, gridGuideOf } from "./demo-town.ts";
import { appointVillage } from "./demo-village.ts";
import { departments, posts } from "./load-reference.ts";
import { isCommunity } from "./unit-names.ts";

/** Towns with demo staff. */
export const demoUnits: string[] = [
  // 渝中区: all streets
  "500103001",
  "500103003",
  "500103004",
  "500103005",
  "500103007",
  "500103008",
  "500103010",
  "500103011",
  "500103012",
  "500103013",
  "500103014",
  // 南岸区: 涂山镇 and six more along the river
  "500108102",
  "500108001",
  "500108004",
  "500108005",
  "500108006",
  "500108103",
  "500108105",
  "500120104", // 璧山区大兴镇
  "500102007", // 涪陵区崇义街道
  "500116116", // 江津区先锋镇
  "500110007", // 綦江区通惠街道
  "500107003", // 九龙坡区谢家湾街道
  "500153002", // 荣昌区昌州街道
];

type NamedUnit = Pick<Unit, "code" | "name" | "parent">;

/** @throws when the city lacks one of the towns. */
export function deriveDemoStaff(
  city: { units: readonly NamedUnit[] },
  towns: readonly string[] = demoUnits,
): DemoStaff {
  const below = childrenByParent(city.units);
  const roster = new DemoRoster();
  for (const name of ["operator", "sysadmin", "auditor"] as const)
    roster.appoint(`50-${name}`, { unit: "50", role: cityRoles[name] });
  for (const district of new Set(towns.map((town) => town.slice(0, 6))))
    appointDistrict(roster, district);
  for (const town of towns) {
    appointTown(roster, town, posts);
    childrenOf(below, town).forEach((village, number) => {
      appointVillage(roster, {
        code: village.code,
        isCommunity: isCommunity(village.name),
        grids: childrenOf(below, village.code).map(({ code }) => code),
        guide: gridGuideOf({ town, posts }, number),
      });
    });
  }
  // Last, so that the names of all others stay what they were.
  for (const town of towns)
    for (const number of [1, 2])
      roster.appoint(`${town}-deputy-${number}`, { unit: town, role: "deputy" });
  return roster.staff;
}

const cityRoles = { operator: "cityOperator", sysadmin: "sysAdmin", auditor: "auditor" } as const;

function appointDistrict(roster: DemoRoster, district: string): void {
  for (const number of [1, 2])
    roster.appoint(`${district}-centre-${number}`, { unit: district, role: "districtCentre" });
  roster.appoint(`${district}-supervisor`, { unit: district, role: "supervisor" });
  for (const { code, kind } of departments)
    if (kind === "district" || kind === "enterprise")
      roster.appoint(`${district}-${code}`, {
        unit: district,
        role: "department",
        department: code,
      });
}

function childrenByParent(units: readonly NamedUnit[]): Map<string, NamedUnit[]> {
  const children = new Map<string, NamedUnit[]>();
  for (const unit of units) {
    if (unit.parent === null) continue;
    const siblings = children.get(unit.parent);
    if (siblings) siblings.push(unit);
    else children.set(unit.parent, [unit]);
  }
  return children;
}

function childrenOf(below: Map<string, NamedUnit[]>, code: string): NamedUnit[] {
  const children = below.get(code);
  if (!children) throw new Error(`The city has nothing below the demo unit ${code}.`);
  return children;
}

export interface DemoAccount {
  username: string;
  role: Role;
  line: string;
}

/** For the one-click chooser: one person per role. */
export const demoAccounts: DemoAccount[] = [
  {
    username: "500103001-dispatcher-1",
    role: "dispatcher",
    line: "七星岗街道指挥调度岗：接报、核实、派遣",
  },
  {
    username: "500103001-duty-officer-1",
    role: "dutyOfficer",
    line: "七星岗街道值班长：立案仲裁、延期审批、当班调度",
  },
  {
    username: "500103001-commander",
    role: "commander",
    line: "七星岗街道指挥长：红色事件与预案的最终决定",
  },
  {
    username: "500103001-PA05-a",
    role: "postHolder",
    line: "七星岗街道消防管理岗：处置消防类事件",
  },
  {
    username: "500103001-MS09-a",
    role: "postHolder",
    line: "七星岗街道城市管理岗：处置市容与设施类事件",
  },
  {
    username: "500103001017-secretary",
    role: "communitySecretary",
    line: "捍卫路社区书记：掌握全社区，兼任网格长",
  },
  {
    username: "500103001017-cadre-1",
    role: "gridHead",
    line: "捍卫路社区网格长：带四个网格的力量",
  },
  {
    username: "500103001017001-worker",
    role: "gridWorker",
    line: "捍卫路社区第一网格专职网格员：手机上报与办理",
  },
  {
    username: "500103001017001-parttime",
    role: "partTimeGridWorker",
    line: "捍卫路社区兼职网格员（骑手）：随手拍",
  },
  {
    username: "500103001-DJ08-a",
    role: "gridGuide",
    line: "捍卫路社区网格指导员：七星岗街道干部，兼干部人事岗",
  },
  {
    username: "500103-centre-1",
    role: "districtCentre",
    line: "渝中区治理中心：受理镇街上报，调度区级部门",
  },
  {
    username: "500103-D32",
    role: "department",
    line: "渝中区城市管理局：办理派到本部门的工单",
  },
  {
    username: "500103-supervisor",
    role: "supervisor",
    line: "渝中区督查考核：看全过程，催办督办",
  },
  {
    username: "500103001-liaison",
    role: "liaison",
    line: "派出所联络员：只看协办的事件",
  },
  {
    username: "500108102-dispatcher-1",
    role: "dispatcher",
    line: "南岸区涂山镇指挥调度岗：跨镇街协同的另一方",
  },
  {
    username: "500103001-deputy-1",
    role: "deputy",
    line: "七星岗街道人大代表：看送来的事项，作出评价",
  },
  {
    username: "50-operator",
    role: "cityOperator",
    line: "市治理中心：看全市汇总，明细须经审批",
  },
  {
    username: "50-sysadmin",
    role: "sysAdmin",
    line: "系统管理员：管配置和账号，不看业务",
  },
  {
    username: "50-auditor",
    role: "auditor",
    line: "审计员：只看日志",
  },
];
