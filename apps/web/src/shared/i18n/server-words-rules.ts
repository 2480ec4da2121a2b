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
};

const between = " · ";
const noticeForm = /^(〔模拟〕)?(.+?)：(.+)（[^（）]+）$/;

/** Words of the server in the language of the screen; what is not known stays as it was written. */
export function wordsOf(catalogue: Names, verbs: Names): ServerWords {
  const category = (name: string) => catalogue[name] ?? name;
  const title = (text: string) => {
    const [what = "", ...place] = text.split(between);
    return [category(what), ...place].join(between);
  };
  return {
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
