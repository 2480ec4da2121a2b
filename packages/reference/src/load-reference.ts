import { parseReference } from "./parse-reference.ts";
import { readDataFile } from "./read-table.ts";

/** The initial configuration; a deployment changes its own copy in the database, not these rows. */
export const { categories, posts, departments, duties, sensors, plans, lists } =
  parseReference(readDataFile);
