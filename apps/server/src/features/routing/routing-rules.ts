import type { Category, Department, Post, RoutingRule } from "@gezhi/contract/configuration.ts";
import type { Handler, Urgency } from "@gezhi/contract/incidents.ts";
import type { ReportSource } from "@gezhi/contract/reports.ts";

export type RouteInput = {
  category: Category;
  urgency: Urgency;
  source: ReportSource;
  /** Office hours run now. */
  working: boolean;
  /** Null when not even the town is known. */
  town: { code: string; name: string } | null;
  rules: readonly RoutingRule[];
  posts: readonly Post[];
  departments: readonly Department[];
  /** Handlers asked for by whoever reports, such as an alarm's rule. */
  also?: readonly Handler[];
};

export type Route = {
  lead: Handler | null;
  leadName: string | null;
  coHandlers: Handler[];
  /** Number of the rule that decided; null = the category's own post. */
  rule: number | null;
  reasons: string[];
  /** Registered and dispatched at once, without waiting for a dispatcher. */
  automatic: boolean;
};

const operatorPost = "CC05";
const dispatcherPost = "CC06";
const watchPost = "CC07";
const automaticUrgencies: readonly Urgency[] = ["red", "orange"];

/** Handlers whose staffing decides the route: ask the appointments for these, then `route`. */
export function handlersWanted(input: RouteInput): Handler[] {
  const { town } = input;
  if (!town) return [];
  const { post, coPosts, departments } = targetsOf(input);
  const posts = [post, ...coPosts, operatorPost, dispatcherPost, watchPost].map(
    (code) => `${town.code}/${code}`,
  );
  return [
    ...new Set([
      ...posts,
      ...departments.map((code) => departmentHandler(town.code, code)),
      ...(input.also ?? []).filter((handler) => handler.includes("/")),
    ]),
  ];
}

/** First matching rule wins, else the category's own post. `staffed` holds the handlers somebody holds today. */
export function route(input: RouteInput, staffed: ReadonlySet<Handler>): Route {
  const { category, urgency, town, working } = input;
  const targets = targetsOf(input);
  const rule = targets.rule;
  const leading = departmentName(input, rule?.to.department ?? category.lead);
  if (!town) {
    const reasons = [
      `位置不明，无法确定镇街；${category.level1}类待定位后派遣。主责部门 ${leading}`,
    ];
    return { lead: null, leadName: null, coHandlers: [], rule: null, reasons, automatic: false };
  }

  const hours = working ? "工作时段" : "值班时段";
  const basis = rule ? `规则${rule.number}“${rule.name}”` : "按类别默认";
  const postName = nameOfPost(input, targets.post);
  const reasons = [
    `${basis}：${category.code.slice(0, 2)}${category.level1} → ${town.name}${postName}（${hours}）；主责部门 ${leading}`,
    ...(rule?.because ? [rule.because] : []),
  ];

  const own = `${town.code}/${targets.post}`;
  const lead = staffedLead(input, targets.post, staffed);
  if (lead.reason) reasons.push(lead.reason);

  const coHandlers: Handler[] = [];
  for (const code of targets.coPosts) {
    const handler = `${town.code}/${code}`;
    if (staffed.has(handler)) coHandlers.push(handler);
    else reasons.push(`协办岗位 ${nameOfPost(input, code)} 无在岗人员，请电话联系`);
  }
  const post = input.posts.find(({ code }) => code === targets.post);
  const urgentNow = automaticUrgencies.includes(urgency);
  const watch = `${town.code}/${watchPost}`;
  if (urgentNow && !working && post && !post.onDuty24h && staffed.has(watch)) {
    coHandlers.push(watch);
    reasons.push(`${postName}非24小时值守，值班时段由${nameOfPost(input, watchPost)}同步协办`);
  }
  for (const code of targets.departments) {
    const handler = departmentHandler(town.code, code);
    if (staffed.has(handler)) coHandlers.push(handler);
    else reasons.push(`协办单位 ${departmentName(input, code)} 未在平台设岗，请电话联系`);
  }

  for (const handler of input.also ?? [])
    if (!handler.includes("/") || staffed.has(handler)) coHandlers.push(handler);
    else if (handler !== own)
      reasons.push(`${nameOfHandler(input, handler)}无在岗人员，请电话联系`);

  return {
    lead: lead.handler,
    leadName: lead.name,
    coHandlers: [...new Set(coHandlers)].filter((handler) => handler !== lead.handler),
    rule: rule?.number ?? null,
    reasons,
    automatic: urgentNow || (rule?.to.automatic ?? false),
  };
}

function targetsOf(input: RouteInput) {
  const { category, rules } = input;
  const rule = rules.find((candidate) => applies(candidate, input));
  return {
    rule,
    post: rule?.to.post ?? category.post,
    coPosts: rule?.to.coPosts ?? [],
    departments: category.coHandlers.flatMap((named) => departmentCode(input, named) ?? []),
  };
}

function applies({ when }: RoutingRule, input: RouteInput): boolean {
  const { category, urgency, source, working, town } = input;
  return (
    (!when.categories || when.categories.some((prefix) => category.code.startsWith(prefix))) &&
    (!when.urgency || when.urgency.includes(urgency)) &&
    (!when.sources || when.sources.includes(source)) &&
    (!when.hours || (when.hours === "duty") === working) &&
    (!when.townKind ||
      (town !== null && (when.townKind === "street") === town.name.endsWith("街道")))
  );
}

/** A post nobody holds falls to the town's platform operator, else its dispatcher, else the centre itself (F16). */
function staffedLead(input: RouteInput, post: string, staffed: ReadonlySet<Handler>) {
  const town = input.town ?? { code: "", name: "" };
  const own = `${town.code}/${post}`;
  const ownName = `${town.name}${nameOfPost(input, post)}`;
  if (staffed.has(own)) return { handler: own, name: ownName, reason: null };
  const substitute = [operatorPost, dispatcherPost].find((code) =>
    staffed.has(`${town.code}/${code}`),
  );
  const name = `${town.name}${substitute ? nameOfPost(input, substitute) : "指挥中心"}`;
  const handler = substitute ? `${town.code}/${substitute}` : town.code;
  return { handler, name, reason: `${ownName}无在岗人员，转${name}` };
}

const nameOfPost = ({ posts }: RouteInput, code: string): string =>
  posts.find((post) => post.code === code)?.name ?? code;

const nameOfHandler = (input: RouteInput, handler: Handler): string => {
  const code = handler.slice(handler.indexOf("/") + 1);
  return /^D\d/.test(code) ? departmentName(input, code) : nameOfPost(input, code);
};

const departmentCode = ({ departments }: RouteInput, named: string): string | undefined =>
  departments.find(({ code, name }) => code === named || name === named)?.code;

const departmentName = ({ departments }: RouteInput, named: string): string =>
  departments.find(({ code }) => code === named)?.name ?? named;

const departmentHandler = (town: string, code: string): Handler => `${town.slice(0, 6)}/${code}`;
