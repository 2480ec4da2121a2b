import type { DemoRoster } from "./demo-roster.ts";
import type { Post } from "./reference-model.ts";

/** Who holds the posts of the command centre that are roles of their own. */
const centreHolders: Record<string, string[]> = {
  CC01: ["commander", "deputy-commander"],
  CC02: ["deputy-commander", "duty-officer-1"],
  CC03: ["duty-officer-1", "duty-officer-2"],
  CC06: ["dispatcher-1", "dispatcher-2", "dispatcher-3"],
};

/** 区公安分局: its police station in the town is the handler `town/D23`. */
const policeDepartment = "D23";

/**
 * A command centre and the four sections: every other post has a person of its own as A, who is
 * also B of the post before it in the section. Posts on duty day and night have a substitute too.
 */
export function appointTown(roster: DemoRoster, town: string, posts: readonly Post[]): void {
  const person = (name: string) => `${town}-${name}`;
  roster.appoint(person("commander"), { unit: town, role: "commander", holder: "A" });
  roster.appoint(person("deputy-commander"), { unit: town, role: "commander", holder: "B" });
  for (const number of [1, 2])
    roster.appoint(person(`duty-officer-${number}`), { unit: town, role: "dutyOfficer" });
  for (const number of [1, 2, 3])
    roster.appoint(person(`dispatcher-${number}`), { unit: town, role: "dispatcher" });
  roster.appoint(person("liaison"), { unit: town, role: "liaison", department: policeDepartment });

  for (const post of posts) {
    const colleagues = posts.filter(
      ({ code, section }) => section === post.section && !centreHolders[code],
    );
    const place = colleagues.indexOf(post);
    const ownHolder = (offset: number) =>
      `${colleagues[(place + offset) % colleagues.length]!.code}-a`;
    const holders = centreHolders[post.code] ?? [
      ownHolder(0),
      ownHolder(1),
      ...(post.onDuty24h ? [ownHolder(2)] : []),
    ];
    (["A", "B", "substitute"] as const).forEach((holder, rank) => {
      const name = holders[rank];
      if (!name) return;
      roster.appoint(person(name), { unit: town, role: "postHolder", post: post.code, holder });
    });
  }
}

interface GuidePosts {
  town: string;
  posts: readonly Post[];
}

/** An official of the town, a different one for each village, guides its grids. */
export function gridGuideOf({ town, posts }: GuidePosts, villageNumber: number): string {
  const officials = posts.filter(({ section }) => section !== "commandCentre");
  return `${town}-${officials[villageNumber % officials.length]!.code}-a`;
}
