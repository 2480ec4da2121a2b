import {
  Device,
  DeviceCredentials,
  DeviceDetail,
  RegisteredDevice,
  DeviceImportResult,
  DevicePage,
  DeviceQuery,
  MaintainDevice,
  SaveDevice,
} from "@gezhi/contract/devices.ts";
import { DeviceId, keyOf } from "@gezhi/contract/ids.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { CoordinateSystem, UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import type { App } from "../../platform/http/app.ts";
import { invalid, notFound } from "../../platform/problems.ts";
import { recordExport } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { viewerOf } from "../identity/session-plugin.ts";
import { seesStatistics, type Viewer } from "../identity/viewer.ts";
import { deviceScope } from "./device-access-rules.ts";
import { savedOf } from "./device-columns.ts";
import {
  createDevice,
  editDevice,
  endMaintenance,
  maintainDevice,
  renewPassword,
  retireDevice,
  revealPerson,
  revealPlace,
} from "./device-commands.ts";
import { deviceLine, headings } from "./device-file-rules.ts";
import { importDevices } from "./device-import-commands.ts";
import { placeOf, presentDetail, presentDevice, unitCodeShown } from "./device-presentation.ts";
import {
  alarmsOfDevice,
  countStates,
  cursorOf,
  findSeenDevice,
  listDevices,
} from "./device-queries.ts";

const tags = ["devices"];
const params = z.object({ id: DeviceId });
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const reason = z.object({ reason: z.string().trim().min(2).max(300) });
const mostBytes = 8 << 20;

export function registerDeviceRoutes(app: App, context: Context): void {
  const detail = async (viewer: Viewer, id: DeviceId) =>
    read(context.db, deviceScope(viewer), async (tx) => {
      const row = await findSeenDevice(tx, keyOf(id), viewer);
      if (!row) throw notFound("这台设备");
      return presentDetail(context, viewer, row, await alarmsOfDevice(tx, row));
    });

  app.get(
    "/api/devices",
    {
      schema: {
        tags,
        summary: "Devices of the viewer's units, by village and code",
        querystring: DeviceQuery,
        response: { 200: DevicePage, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const scope = deviceScope(viewer);
      if (!scope.parties.length) return { items: [] };
      const rows = await read(context.db, scope, (tx) =>
        listDevices(tx, scope.parties, request.query, viewer),
      );
      const page = rows.slice(0, request.query.limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => presentDevice(context, viewer, row)),
        ...(rows.length > page.length && last ? { next: cursorOf(last) } : {}),
      };
    },
  );

  app.get(
    "/api/devices/states",
    {
      schema: {
        tags,
        summary: "How many devices of a unit stand in each state",
        querystring: z.object({ unit: UnitCode }),
        response: { 200: z.record(z.string(), z.number().int()), ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      const { unit } = request.query;
      // Numbers are statistics: who has those of a unit sees its devices counted, also without seeing one of them.
      const scope = seesStatistics(viewer, unit) ? "system" : deviceScope(viewer);
      const rows = await read(context.db, scope, (tx) => countStates(tx, unit, viewer));
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  );

  app.get(
    "/api/devices/:id",
    {
      schema: {
        tags,
        summary: "A device: where, what, alarms, who is called",
        params,
        response: { 200: DeviceDetail, ...refusals },
      },
    },
    (request) => detail(viewerOf(request), request.params.id),
  );

  app.post(
    "/api/devices",
    {
      schema: {
        tags,
        summary: "Registers a device; the answer shows its password once",
        body: SaveDevice,
        response: {
          201: RegisteredDevice,
          409: Problem,
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const { id, password } = await createDevice(context, viewer, request.body);
      const device = await detail(viewer, id);
      const topic = telemetryTopic(device.unit.code, device.code);
      return reply
        .code(201)
        .header("cache-control", "no-store")
        .send({ device, credentials: { username: device.code, password, topic } });
    },
  );

  app.put(
    "/api/devices/:id",
    {
      schema: {
        tags,
        summary: "Changes a device",
        params,
        body: SaveDevice,
        response: { 200: DeviceDetail, 409: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await editDevice(context, viewer, request.params.id, request.body);
      return detail(viewer, request.params.id);
    },
  );

  app.post(
    "/api/devices/:id/retirement",
    {
      schema: {
        tags,
        summary: "Takes a device out of service; what it measured stays",
        params,
        body: reason,
        response: { 200: Device, 409: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await retireDevice(context, viewer, request.params.id, request.body.reason);
      return detail(viewer, request.params.id);
    },
  );

  app.post(
    "/api/devices/:id/password-reset",
    {
      schema: {
        tags,
        summary: "A new password, shown once; the old one ends",
        params,
        response: { 200: DeviceCredentials, 409: Problem, ...refusals },
      },
    },
    async (request, reply) => {
      const made = await renewPassword(context, viewerOf(request), request.params.id);
      return reply.header("cache-control", "no-store").send(made);
    },
  );

  app.put(
    "/api/devices/:id/maintenance",
    {
      schema: {
        tags,
        summary: "Alarms stay on record and shout at nobody until then",
        params,
        body: MaintainDevice,
        response: { 200: Device, 409: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await maintainDevice(context, viewer, request.params.id, request.body);
      return detail(viewer, request.params.id);
    },
  );

  app.delete(
    "/api/devices/:id/maintenance",
    {
      schema: {
        tags,
        summary: "Ends maintenance",
        params,
        response: { 200: Device, 409: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      await endMaintenance(context, viewer, request.params.id);
      return detail(viewer, request.params.id);
    },
  );

  app.post(
    "/api/devices/:id/reveal",
    {
      schema: {
        tags,
        summary: "Name and numbers of the protected person and family, with a reason, on record",
        params,
        body: reason,
        response: {
          200: z.object({
            personName: z.string().optional(),
            personAge: z.number().optional(),
            familyName: z.string().optional(),
            familyPhone: z.string().optional(),
          }),
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const person = await revealPerson(context, viewerOf(request), id, request.body.reason);
      const shown = Object.fromEntries(
        Object.entries(person).filter(([, value]) => value !== undefined),
      );
      return reply.header("cache-control", "no-store").send(shown);
    },
  );

  app.post(
    "/api/devices/:id/place-reveals",
    {
      schema: {
        tags,
        summary: "Where a person's device is, for who keeps the registry, with a reason, on record",
        params,
        body: reason,
        response: { 200: Device.pick({ position: true, address: true, place: true }), ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const row = await revealPlace(context, viewerOf(request), id, request.body.reason);
      return reply.header("cache-control", "no-store").send(placeOf(row));
    },
  );

  app.get(
    "/api/devices/export.csv",
    {
      schema: {
        tags,
        summary:
          "Devices of a unit as the import takes them; persons are left out, and where they live to whom it is masked",
        querystring: z.object({ unit: UnitCode }),
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request);
      const scope = deviceScope(viewer);
      const { unit } = request.query;
      const lines = ["\uFEFF" + headings.join(",")];
      for (let after: string | undefined; ;) {
        const page = { unit, after, limit: 1000 };
        const rows = await read(context.db, scope, (tx) =>
          listDevices(tx, scope.parties, page, viewer),
        );
        const shown = rows.slice(0, page.limit);
        lines.push(
          ...shown.map((row) =>
            deviceLine(
              savedOf(
                context.secrets,
                row.place_shown
                  ? row
                  : {
                      ...row,
                      unit: unitCodeShown(viewer, row),
                      lon: null,
                      lat: null,
                      address: "",
                      place: "",
                    },
              ),
            ),
          ),
        );
        const last = shown.at(-1);
        if (rows.length <= page.limit || !last) break;
        after = cursorOf(last);
      }
      await recordExport(context, viewer, "devices", {
        unit,
        detail: { ...request.query, rows: lines.length - 1 },
      });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="devices-${unit}.csv"`)
        .send(`${lines.join("\r\n")}\r\n`);
    },
  );

  app.post(
    "/api/devices/import",
    {
      bodyLimit: mostBytes + (1 << 16),
      schema: {
        tags,
        summary: "Devices from CSV, all or nothing; a dry run names every problem by its line",
        consumes: ["multipart/form-data"],
        querystring: z.object({
          dryRun: z.enum(["true", "false"]).default("true"),
          coordinates: CoordinateSystem.default("wgs84"),
        }),
        response: { 200: DeviceImportResult, 413: Problem, ...refusals },
      },
    },
    async (request) => {
      const viewer = viewerOf(request);
      if (!request.isMultipart()) throw invalid("请以 multipart/form-data 上传一个 CSV 文件");
      const part = await request.file({ limits: { fileSize: mostBytes, files: 1 } });
      if (!part) throw invalid("没有收到文件，请重新选择");
      const text = (await part.toBuffer()).toString("utf8");
      const { dryRun, coordinates } = request.query;
      return importDevices(context, viewer, text, { dryRun: dryRun === "true", coordinates });
    },
  );
}
