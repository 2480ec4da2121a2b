import type { Lists, Plan } from "./list-schemas.ts";
import type { Category, Post, SensorRule } from "./reference-model.ts";

type DepartmentCode = (name: string) => string | undefined;

export function checkLists(lists: Lists, departmentCode: DepartmentCode): string[] {
  const problems: string[] = [];
  const codes = [
    lists.villageItems.selfGoverning,
    lists.villageItems.assisting,
    lists.negativeItems,
    lists.proofsIssued,
    lists.proofsRefused,
    lists.plates,
    lists.statutoryItems,
    lists.leadAssistItems,
    lists.generalItems,
  ].flatMap((items) => items.map(({ code }) => code));
  for (const code of duplicates(codes)) problems.push(`lists.json code ${code} stands twice`);
  for (const { code, lead } of lists.leadAssistItems)
    for (const name of lead.split("/"))
      if (!departmentCode(name))
        problems.push(`lists.json ${code}: department ${name} is not in departments.csv`);
  return problems;
}

export function checkPlans(
  plans: Plan[],
  categories: Category[],
  sensors: SensorRule[],
  posts: Post[],
  departmentCode: DepartmentCode,
): string[] {
  const problems: string[] = [];
  const categoryNames = new Map(categories.map(({ code, name }) => [code, name]));
  const sensorCodes = new Set(sensors.map(({ code }) => code));
  const postNames = new Set(posts.map(({ name }) => name));
  for (const id of duplicates(plans.map((plan) => plan.id)))
    problems.push(`plans.json id ${id} stands twice`);

  for (const plan of plans) {
    const place = `plans.json ${plan.id}:`;
    for (const { code, name } of plan.trigger.events)
      if (categoryNames.get(code) !== name)
        problems.push(`${place} event ${code} ${name} is not in event-catalogue.csv`);
    for (const code of plan.trigger.sensors)
      if (!sensorCodes.has(code)) problems.push(`${place} sensor ${code} is not in sensors.csv`);
    const roles = [
      ...plan.groups.flatMap(({ lead, members }) => [lead, ...members]),
      ...plan.steps.map(({ role }) => role),
    ];
    for (const role of new Set(roles))
      if (role.endsWith("岗") && !postNames.has(role))
        problems.push(`${place} post ${role} is not in posts.csv`);
    for (const name of plan.notify)
      if (name.startsWith("区") && !departmentCode(name))
        problems.push(`${place} department ${name} is not in departments.csv`);
  }
  return problems;
}

const duplicates = (values: string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);
