import type { Place } from "@gezhi/contract/places.ts";
import { useNavigate } from "@tanstack/react-router";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { QueryState } from "../../../shared/ui/states.tsx";
import { usePlace, useSavePlace } from "./place-queries.ts";
import { PlaceForm } from "./PlaceForm.tsx";
import "./places.css";

/** A new place, or one being changed. */
export function PlaceFormPage({ id }: { id: string | undefined }) {
  return id === undefined ? <Saving place={undefined} /> : <Editing id={id} />;
}

function Editing({ id }: { id: string }) {
  const query = usePlace(id);
  return (
    <QueryState query={query} rows={8}>
      {(place) => <Saving place={place} />}
    </QueryState>
  );
}

function Saving({ place }: { place: Place | undefined }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const save = useSavePlace(place?.id);
  const open = (id: string) => void navigate({ to: "/places/$id", params: { id } });
  return (
    <div className="page place-form-page">
      <h1>{place ? t("places.form.edit", { name: place.name }) : t("places.add")}</h1>
      <PlaceForm
        place={place}
        pending={save.isPending}
        problem={save.error}
        onCancel={() => (place ? open(place.id) : void navigate({ to: "/places" }))}
        onSave={(body) =>
          save.mutate(body, {
            onSuccess: ({ id }) => {
              void message.success(t("places.form.saved"));
              open(id);
            },
          })
        }
      />
    </div>
  );
}
