import type { Person } from "@gezhi/contract/organisation.ts";
import { App, Button, Drawer, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../../shared/ui/states.tsx";
import { AppointModal } from "./AppointModal.tsx";
import { AppointmentList } from "./AppointmentList.tsx";
import { EditPersonForm } from "./EditPersonForm.tsx";
import type { Created } from "./NewPersonModal.tsx";
import { useEditPerson, usePerson, useResetPassword } from "./people-queries.ts";
import { PersonState } from "./PersonState.tsx";

type Props = {
  username: string;
  onPassword: (created: Created) => void;
  onClose: () => void;
};

export function PersonDrawer({ username, onPassword, onClose }: Props) {
  const { t } = useTranslation();
  const person = usePerson(username);
  return (
    <Drawer
      open
      size={620}
      onClose={onClose}
      title={person.data ? `${person.data.name} ${username}` : username}
    >
      <QueryState query={person}>
        {(found) =>
          found ? (
            <LoadedPerson person={found} onPassword={onPassword} />
          ) : (
            <EmptyState title={t("admin.people.none")} hint={t("states.notFoundHint")} />
          )
        }
      </QueryState>
    </Drawer>
  );
}

type LoadedProps = { person: Person; onPassword: (created: Created) => void };

function LoadedPerson({ person, onPassword }: LoadedProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [open, setOpen] = useState<"edit" | "appoint">();
  const edit = useEditPerson(person.account);
  const reset = useResetPassword(person.account);
  const { name, username, disabled } = person;
  const failed = (problem: Error) => void message.error(problem.message, 6);
  return (
    <div className="person">
      <PersonState person={person} />
      <dl className="facts">
        <div>
          <dt>{t("admin.people.phone")}</dt>
          <dd className="figures">{person.phone ?? "—"}</dd>
        </div>
        <div>
          <dt>{t("admin.people.singleSignOn")}</dt>
          <dd>
            {t(`admin.people.singleSignOns.${person.singleSignOn}`)} {person.singleSignOnName}
          </dd>
        </div>
        {person.lockedUntil && (
          <div>
            <dt>{t("admin.people.lockedUntil")}</dt>
            <dd>
              <ExactTime at={person.lockedUntil} />
            </dd>
          </div>
        )}
      </dl>
      <p className="tags">
        <Button aria-expanded={open === "edit"} onClick={() => setOpen("edit")}>
          {t("admin.people.edit")}
        </Button>
        <Popconfirm
          title={t("admin.people.resetSure", { name })}
          okText={t("admin.people.reset")}
          onConfirm={() =>
            reset.mutate(undefined, {
              onSuccess: ({ firstPassword }) =>
                onPassword({ name, username, password: firstPassword }),
              onError: failed,
            })
          }
        >
          <Button loading={reset.isPending}>{t("admin.people.reset")}</Button>
        </Popconfirm>
        <Popconfirm
          title={t(disabled ? "admin.people.enableSure" : "admin.people.disableSure", { name })}
          okText={t(disabled ? "admin.people.enable" : "admin.people.disable")}
          onConfirm={() => edit.mutate({ disabled: !disabled }, { onError: failed })}
        >
          <Button danger={!disabled} loading={edit.isPending}>
            {t(disabled ? "admin.people.enable" : "admin.people.disable")}
          </Button>
        </Popconfirm>
      </p>
      {open === "edit" && <EditPersonForm person={person} onClose={() => setOpen(undefined)} />}
      <h3>{t("admin.people.appointments")}</h3>
      <AppointmentList appointments={person.appointments} />
      <Button onClick={() => setOpen("appoint")}>{t("admin.people.appoint")}</Button>
      {open === "appoint" && (
        <AppointModal
          person={person}
          initial={person.appointments[0] ? { unit: person.appointments[0].unit } : {}}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}
