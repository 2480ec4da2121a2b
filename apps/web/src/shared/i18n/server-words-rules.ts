type Names = Readonly<Record<string, string>>;
type Titled = { title: string; address: string; unit: { name: string } };

export type ServerWords = {
  /** A category or one of its groups. */
  category: (name: string) => string;
  /** `大类 / 小类`. */
  group: (name: string) => string;
  /** What and where. */
  title: (title: string) => string;
  /** The same for a row that says the place on a line of its own. */
  what: (incident: Titled) => string;
  notice: (title: string) => string;
  /** A type of device, a rule of the reference, or what it measures. */
  sensor: (name: string) => string;
  /** What an alarm measured against its threshold. */
  reading: (text: string) => string;
};

const between = " · ";
const stateForm = /^(.+)：(是|[红橙黄蓝]色)$/;
const valueForm =
  /^(\D\S*|\d+\p{Script=Han}\S*) (-?[\d,.]+)(?: (\S+))?(?: ([≥≤=]) (-?[\d,.]+)(?: \S+)?)?$/u;
const states: Names = { 是: "yes", 红色: "red", 橙色: "orange", 黄色: "yellow", 蓝色: "blue" };
const noticeForm = /^(〔模拟〕)?(.+?)：(.+)（[^（）]+）$/;

/** Words of the server in the language of the screen; what is not known stays as it was written. */
export function wordsOf(catalogue: Names, verbs: Names, sensors: Names = {}): ServerWords {
  const category = (name: string) => catalogue[name] ?? name;
  const title = (text: string) => {
    const [what = "", ...place] = text.split(between);
    return [category(what), ...place].join(between);
  };
  const sensor = (name: string) => sensors[name] ?? name;
  const reading = (text: string) => {
    const [, named = "", state = ""] = stateForm.exec(text) ?? [];
    if (sensors[named]) return `${sensors[named]}: ${states[state] ?? state}`;
    const [, name = "", value = "", unit = "", sign, limit = ""] = valueForm.exec(text) ?? [];
    if (!sensors[name]) return text;
    const written = (one: string) => `${one} ${sensor(unit)}`.trim();
    return `${sensors[name]} ${written(value)}${sign ? ` ${sign} ${written(limit)}` : ""}`;
  };
  return {
    sensor,
    reading,
    category,
    group: (name) => name.split(" / ").map(category).join(" / "),
    title,
    what: (incident) => {
      const [what = "", ...rest] = incident.title.split(between);
      const place = rest.join(between);
      return place && (incident.address || incident.unit.name).endsWith(place)
        ? category(what)
        : title(incident.title);
    },
    notice: (text) => {
      const [, simulated, verb = "", what = ""] = noticeForm.exec(text) ?? [];
      const known = verbs[verb];
      return known ? `${simulated ? "[Simulated] " : ""}${known}: ${category(what)}` : text;
    },
  };
}
