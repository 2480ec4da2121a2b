import type { SectionId } from "@gezhi/contract/configuration.ts";
import type { z } from "zod";
import type { ConfigurationStore } from "./configuration-store.ts";

type Section = z.infer<typeof SectionId>;

/** The section of the post that handles a category, as the unit's own documents have it. */
export function sectionsByCategory(
  configuration: Pick<ConfigurationStore, "current">,
  unit: string,
): Map<string, Section> {
  const { posts } = configuration.current("posts", unit).content;
  const { categories } = configuration.current("catalogue", unit).content;
  const ofPost = new Map(posts.map(({ code, section }) => [code, section]));
  return new Map(
    categories.flatMap(({ code, post }) => {
      const section = ofPost.get(post);
      return section ? [[code, section] as const] : [];
    }),
  );
}

export const categoriesOfSection = (
  configuration: Pick<ConfigurationStore, "current" | "root">,
  unit: string | undefined,
  section: Section,
): string[] =>
  [...sectionsByCategory(configuration, unit ?? configuration.root())].flatMap(([code, of]) =>
    of === section ? code : [],
  );
