import {
  AppointmentChanged,
  AppointmentPage,
  AppointmentQuery,
  EditAppointment,
  NewAppointment,
} from "@gezhi/contract/organisation.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import { appoint, changeAppointment, findAppointments } from "./appointment-commands.ts";

const tags = ["organisation"];
const refusals = { 400: Problem, 401: Problem, 403: Problem };

export function registerAppointmentRoutes(app: App, context: Context): void {
  const { sessions } = app;

  app.get(
    "/api/appointments",
    {
      schema: {
        tags,
        summary: "Appointments of the administrator's units",
        querystring: AppointmentQuery,
        response: { 200: AppointmentPage, ...refusals },
      },
    },
    (request) => findAppointments(context, requireRole(request, "sysAdmin"), request.query),
  );

  app.post(
    "/api/appointments",
    {
      schema: {
        tags,
        summary: "Appoints a person to a role or post; overlaps are refused",
        body: NewAppointment,
        response: { 201: AppointmentChanged, 404: Problem, 409: Problem, ...refusals },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await appoint(context, sessions, requireRole(request, "sysAdmin"), request.body)),
  );

  app.patch(
    "/api/appointments/:id",
    {
      schema: {
        tags,
        summary:
          "Ends or changes an appointment; work stays with the post, and the answer warns when nobody is left",
        params: z.object({ id: z.uuid() }),
        body: EditAppointment,
        response: { 200: AppointmentChanged, 404: Problem, 409: Problem, ...refusals },
      },
    },
    (request) =>
      changeAppointment(
        context,
        sessions,
        requireRole(request, "sysAdmin"),
        request.params.id,
        request.body,
      ),
  );
}
