import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { QueryState } from "../../../shared/ui/states.tsx";
import { CredentialsModal } from "./CredentialsModal.tsx";
import { useDevice, useSaveDevice } from "./device-queries.ts";
import { DeviceForm } from "./DeviceForm.tsx";
import "./devices.css";

/** A new device, or one being changed. */
export function DeviceFormPage({ id }: { id: string | undefined }) {
  const { t } = useTranslation();
  if (id === undefined)
    return (
      <div className="page device-form-page">
        <h1>{t("devices.form.create")}</h1>
        <Saving id={undefined} />
      </div>
    );
  return <Editing id={id} />;
}

function Editing({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useDevice(id);
  return (
    <QueryState query={query} rows={10}>
      {(device) => (
        <div className="page device-form-page">
          <h1>{t("devices.form.edit", { name: device.name })}</h1>
          <Saving id={id} device={device} />
        </div>
      )}
    </QueryState>
  );
}

type SavingProps = Pick<React.ComponentProps<typeof DeviceForm>, "device"> & {
  id: string | undefined;
};

function Saving({ id, device }: SavingProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const save = useSaveDevice(id);
  const [made, setMade] = useState<NonNullable<typeof save.data>>();
  const open = (saved: string) => void navigate({ to: "/devices/$id", params: { id: saved } });
  return (
    <>
      <DeviceForm
        device={device}
        pending={save.isPending}
        problem={save.error}
        onCancel={() => (id ? open(id) : void navigate({ to: "/devices" }))}
        onSave={(values) =>
          save.mutate(values, {
            onSuccess: (saved) => {
              void message.success(t("devices.form.saved"));
              if (saved.credentials) setMade(saved);
              else open(saved.device.id);
            },
          })
        }
      />
      {made?.credentials && (
        <CredentialsModal credentials={made.credentials} onClose={() => open(made.device.id)} />
      )}
    </>
  );
}
