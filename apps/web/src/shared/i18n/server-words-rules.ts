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
  /** Number, place, and what else there is to say. */
  noticeBody: (body: string) => string;
  /** One entry of a timeline, or one reason. */
  sentence: (text: string) => string;
};

export type Sentences = readonly (readonly [pattern: string, words: string])[];

const caseNumber = /^[A-Z]{2}-\d/;
const between = " · ";
const stateForm = /^(.+)：(是|[红橙黄蓝]色)$/;
const valueForm =
  /^(\D\S*|\d+\p{Script=Han}\S*) (-?[\d,.]+)(?: (\S+))?(?: ([≥≤=]) (-?[\d,.]+)(?: \S+)?)?$/u;
const states: Names = { 是: "yes", 红色: "red", 橙色: "orange", 黄色: "yellow", 蓝色: "blue" };
const noticeForm = /^(〔模拟〕)?(.+?)：(.+)（[^（）]+）$/;

/** Words of the server in the language of the screen; what is not known stays as it was written. */
export function wordsOf(
  catalogue: Names,
  verbs: Names,
  sensors: Names = {},
  words: Names = {},
  sentences: Sentences = [],
): ServerWords {
  const forms = sentences.map(
    ([pattern, english]) => [new RegExp(`^${pattern}(?<note>：[\\s\\S]+)?$`), english] as const,
  );
  const sentence = (text: string): string => {
    const known = words[text] ?? catalogue[text];
    if (known) return known;
    for (const [form, english] of forms) {
      const found = form.exec(text);
      if (!found) continue;
      const said = english.replaceAll(/\$(\d)/g, (_, n: string) =>
        sentence(found[Number(n)] ?? ""),
      );
      const note = found.groups?.["note"]?.slice(1);
      return (note ? `${said}: ${note}` : said).trim();
    }
    return text;
  };
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
    sentence,
    noticeBody: (text) => {
      const [number = "", place, ...rest] = text.split("，");
      if (sentences.length === 0 || !place || !caseNumber.test(number)) return sentence(text);
      const whole = rest.join("，");
      const said = sentence(whole);
      const more = said === whole ? rest.map(sentence) : [said];
      return [number, place, ...more].filter(Boolean).join(", ");
    },
    notice: (text) => {
      const [, simulated, verb = "", what = ""] = noticeForm.exec(text) ?? [];
      const known = verbs[verb];
      const summary = verbs[text];
      if (summary) return summary;
      return known ? `${simulated ? "[Simulated] " : ""}${known}: ${category(what)}` : text;
    },
  };
}
