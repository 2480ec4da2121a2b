import type { FileId } from "@gezhi/contract/ids.ts";
import { unplacedDistrict } from "@gezhi/contract/units.ts";
import type { FastifyRequest } from "fastify";
import { forbidden } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { storeUpload } from "../files/file-commands.ts";
import { sizeLimits } from "../files/file-type-rules.ts";
import { demandKey } from "./open311-commands.ts";
import type { Arguments } from "./open311-request-rules.ts";

const mostFiles = 9;
export const formLimit = mostFiles * sizeLimits.photo + (1 << 20);

/** A form with pictures, as telephone apps send it. Nothing is stored for who has not shown a key first. */
export async function readForm(
  context: Context,
  request: FastifyRequest,
  given: Arguments,
): Promise<{ given: Arguments; files: FileId[] }> {
  const all: Arguments = { ...given };
  const files: FileId[] = [];
  for await (const part of request.parts({ limits: { files: mostFiles } })) {
    if (part.type === "field") {
      if (typeof part.value === "string" && part.value.trim()) all[part.fieldname] = part.value;
      continue;
    }
    try {
      if (!all.api_key) throw forbidden("api_key must come before the files");
      demandKey(context, all.api_key);
      if (!part.filename) continue;
      const stored = await storeUpload(context, {
        bytes: part.file,
        account: null,
        homeDistrict: unplacedDistrict(context.configuration.root()),
      });
      files.push(stored.id);
    } finally {
      part.file.resume();
    }
  }
  return { given: all, files };
}
