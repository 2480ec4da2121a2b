import type { Urgency } from "@gezhi/contract/incidents.ts";
import type {
  AlarmRule,
  DeviceProfile,
  FanOut,
  LevelValues,
  Metric,
} from "@gezhi/contract/sensing.ts";
import { categories, departments, posts, sensors } from "@gezhi/reference/load-reference.ts";
import type { SensorRule } from "@gezhi/reference/reference-model.ts";

/** Of one person's body or home: consent comes before the first reading (R54). */
const personal = new Set(["SE33", "SE34", "SE35", "SE36", "SE37", "SE38", "SE39"]);
const metricOf: Record<string, string> = { SE33: "heartRate", SE34: "heartRate" };

const hour = 3600;
const day = 24 * hour;
/** Measured all the time, now and then, or sent only when something happens. */
const intervalOf = ({ code, unit }: SensorRule): number => {
  if (["SE33", "SE34", "SE35"].includes(code)) return 60;
  if (unit === "bool" || code.startsWith("VA") || ["次", "条"].includes(unit)) return day;
  return ["SE38", "SE39", "EN01", "EN02"].includes(code) ? day : 300;
};

/** What the physics of a unit allow; beyond is rubbish. */
const ranges: Record<string, readonly [min: number, max: number]> = {
  bool: [0, 1],
  "%": [0, 100],
  "%LEL": [0, 100],
  "℃": [-60, 1200],
  "次/分": [0, 300],
  "°": [0, 180],
  mA: [0, 100_000],
  cm: [-1000, 5000],
  m: [-100, 200],
};
/** Shares that may pass a hundred. */
const unbounded = new Set(["VA03"]);

const measured = (sensor: SensorRule, key: string): Metric => {
  const [min, max] = (unbounded.has(sensor.code) ? undefined : ranges[sensor.unit]) ?? [];
  return {
    key,
    name: sensor.metric,
    unit: sensor.unit === "bool" ? "" : sensor.unit,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
};
const keyOf = ({ code, english }: SensorRule) => metricOf[code] ?? english;
const sensorOf = (code: string): SensorRule => {
  const found = sensors.find((sensor) => sensor.code === code);
  if (!found) throw new Error(`There is no sensor ${code}.`);
  return found;
};

/** A wristband measures both; its three rules stand on one device. */
const wristband = [sensorOf("SE34"), sensorOf("SE35")];

/** What tells a wristband that is worn from one in a drawer; `steps` of the day so far. */
const onTheWrist: Metric[] = [
  { key: "worn", name: "佩戴状态", unit: "", min: 0, max: 1 },
  { key: "steps", name: "步数", unit: "步", min: 0, max: 200_000 },
];

const doorSensor = sensorOf("SE39");

/** Smoke and heat in one housing with its own siren and light (R60); it sends all three in every message. */
const smokeAndHeat: Partial<DeviceProfile> & { metrics: Metric[] } = {
  name: "烟温复合探测器",
  english: "smokeAndHeat",
  metrics: [
    measured(sensorOf("SE05"), "heat"),
    measured(sensorOf("SE04"), "smoke"),
    { key: "sounding", name: "本机声光报警", unit: "", min: 0, max: 1 },
  ],
  localAlarm: true,
};

/** Carries the messages of other devices; its own say how well. */
const gateway: DeviceProfile = {
  code: "GW01",
  name: "物联网关",
  english: "gateway",
  metrics: [{ key: "signal", name: "信号强度", unit: "dBm", min: -150, max: 0 }],
  intervalSeconds: 300,
  retentionDays: 30,
  personal: false,
  mapping: { format: "plain" },
  standard: "",
  source: "",
};

export const initialProfiles: { profiles: DeviceProfile[] } = {
  profiles: [gateway, ...sensors.map(profileOfSensor)],
};

function profileOfSensor(sensor: SensorRule): DeviceProfile {
  return {
    code: sensor.code,
    name: sensor.name,
    english: sensor.english,
    metrics: [
      measured(sensor, keyOf(sensor)),
      ...(sensor.code === "SE33" ? [measured(sensorOf("SE35"), "spo2"), ...onTheWrist] : []),
    ],
    intervalSeconds: intervalOf(sensor),
    retentionDays: personal.has(sensor.code) ? 30 : 180,
    personal: personal.has(sensor.code),
    mapping: { format: "plain" },
    standard: sensor.standard === "—" ? "" : sensor.standard,
    source: sensor.source,
    ...(sensor.code === "SE05" ? smokeAndHeat : {}),
    ...(sensor.code === "SE04" ? { localAlarm: true } : {}),
  };
}

const outside: Record<string, FanOut> = {
  "120": { to: "outside", party: "ambulance", from: "red" },
  交巡警: { to: "outside", party: "trafficPolice", from: "red" },
  交巡警指挥中心: { to: "outside", party: "trafficPolice", from: "red" },
  派出所: { to: "outside", party: "police", from: "red" },
  家属: { to: "outside", party: "family", from: "orange" },
  社区医生: { to: "outside", party: "doctor", from: "orange" },
  燃气企业: { to: "outside", party: "gas", from: "orange" },
  物业: { to: "outside", party: "property", from: "yellow" },
  维保: { to: "outside", party: "maintenance", from: "red" },
  区治理中心: { to: "districtCentre", from: "red" },
  网格员: { to: "gridWorker", from: "yellow" },
  网格长: { to: "gridWorker", from: "yellow" },
  社区: { to: "gridWorker", from: "yellow" },
  微型消防站: { to: "gridWorker", from: "yellow" },
  最近值守: { to: "nearest", people: 1, from: "yellow" },
  现场值守最近2人: { to: "nearest", people: 2, from: "yellow" },
  网格员红色紧急工单: { to: "gridWorker", from: "red" },
};

function fanOutOf({ pushTo, categoryCode }: SensorRule): FanOut[] {
  const found = pushTo
    .replace(/同时|核实后派镇街|\(.*?\)/g, "")
    .split(/[+/]/)
    .flatMap((name): FanOut[] => {
      if (outside[name]) return [outside[name]];
      const post =
        name === "岗位"
          ? categories.find(({ code }) => code === categoryCode)?.post
          : posts.find((one) => one.name === name)?.code;
      if (post) return [{ to: "post", post, from: "yellow" }];
      const department = departments.find((one) => one.name === name || one.aliases.includes(name));
      return department ? [{ to: "department", department: department.code, from: "red" }] : [];
    });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** Told beyond what the table lists: the power company on leakage (R50), the family of a person (R53). */
const alsoTold: Record<string, FanOut[]> = {
  SE01: [
    { to: "department", department: "D61", from: "red" },
    { to: "outside", party: "power", from: "red" },
  ],
  SE33: [{ to: "outside", party: "family", from: "red" }],
};

const confirmOf = ({ code, confirm }: SensorRule): AlarmRule["confirm"] => {
  // A life may hang on it: people move first and confirm on the spot.
  if (code === "SE33") return { by: "none", text: confirm };
  if (confirm === "无" || confirm === "—" || confirm === "") return { by: "none", text: "" };
  if (/坐席|视频|复核|复核轨迹/.test(confirm)) return { by: "dispatcher", text: confirm };
  return { by: /电话|回拨|对讲/.test(confirm) ? "phone" : "field", text: confirm };
};

/** Leakage of level one, two and three are matters of their own (R50). */
const byLevel: Record<string, Partial<Record<Urgency, string>>> = {
  SE01: { red: "090201", orange: "090202", yellow: "090203" },
};

/** A tenth of the step between the two outermost levels keeps a value that trembles from flapping. */
function hysteresisOf({ operator, thresholds }: SensorRule): number {
  const [red, next] = Object.values(thresholds).filter((value) => value !== null);
  if (operator === "==" || red === undefined) return 0;
  return Math.round(Math.abs(red - (next ?? red * 0.9)) * 10) / 100;
}

/** The table counts them in its own unit; a rule of silence counts minutes since the last word. */
const minutesOf: Record<string, number> = { SE39: 60, SE40: 1 };

/**
 * Durations that nobody is there to report: a door that is not opened and a device that is offline say nothing. A door
 * sensor that counts the hours itself is judged by its value too.
 */
function silenceOf(sensor: SensorRule, rule: AlarmRule): AlarmRule {
  const levels = Object.entries(rule.levels).map(([level, value]) => [
    level,
    (value ?? Number.NaN) * minutesOf[sensor.code]!,
  ]);
  return {
    ...rule,
    measure: { kind: "silence" },
    levels: Object.fromEntries(levels) as LevelValues,
    hysteresis: 0,
  };
}

function ruleOf(sensor: SensorRule): AlarmRule {
  const levels = Object.fromEntries(
    Object.entries(sensor.thresholds).filter(([, value]) => value !== null),
  ) as LevelValues;
  return {
    code: sensor.code,
    name: sensor.name,
    profile: sensor.code,
    metric: keyOf(sensor),
    measure: { kind: "value" },
    operator: sensor.operator,
    levels,
    holdSeconds: sensor.holdSeconds,
    hysteresis: hysteresisOf(sensor),
    dedupeMinutes: sensor.dedupeMinutes,
    confirm: confirmOf(sensor),
    hours: [],
    quiet: [{ from: "22:00", to: "07:00" }],
    category: sensor.categoryCode,
    categoryByLevel: byLevel[sensor.code] ?? {},
    fanOut: [...fanOutOf(sensor), ...(alsoTold[sensor.code] ?? [])],
    leastPrecision: 0.5,
    enabled: true,
  };
}

/** Smoke alone is looked into first; smoke while it gets hot is a fire. */
function rulesOfSmokeAndHeat(): AlarmRule[] {
  const [smoke, heat] = [ruleOf(sensorOf("SE04")), ruleOf(sensorOf("SE05"))];
  return [
    {
      ...smoke,
      code: "SE0501",
      name: "烟温复合探测器（烟雾）",
      profile: "SE05",
      levels: { orange: 1 },
    },
    {
      ...heat,
      code: "SE0502",
      name: "烟温复合探测器（烟雾且高温）",
      levels: { red: heat.levels.yellow ?? 45 },
      also: { metric: "smoke", operator: "==", value: 1 },
      holdSeconds: 0,
      confirm: { by: "none", text: "" },
      fanOut: [
        ...heat.fanOut,
        { to: "districtCentre", from: "red" },
        { to: "outside", party: "fireBrigade", from: "red" },
      ],
    },
  ];
}

export const initialAlarmRules: { rules: AlarmRule[] } = {
  rules: [
    ...sensors.map((sensor) => {
      const rule = ruleOf(sensor);
      return sensor.code === "SE40" ? silenceOf(sensor, rule) : rule;
    }),
    {
      ...silenceOf(doorSensor, ruleOf(doorSensor)),
      code: "SE3901",
      name: `${doorSensor.name}（无上报）`,
    },
    ...rulesOfSmokeAndHeat(),
    ...wristband.map((sensor, index) => ({
      ...ruleOf(sensor),
      code: `SE330${index + 1}`,
      profile: "SE33",
    })),
  ],
};
