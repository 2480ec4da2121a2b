import { EnvironmentOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocated } from "../../incidents/intake-queries.ts";
import { useDevicePlace, type PlaceSearch } from "../capture/device-place.ts";
import type { KeptFile } from "../queue/queue-items.ts";
import { placeOf, type DraftValues } from "./draft-values.ts";
import { PlaceByAddress } from "./PlaceByAddress.tsx";
import { PlaceByPin } from "./PlaceByPin.tsx";

type Props = {
  values: DraftValues;
  files: readonly KeptFile[];
  change: (change: Partial<DraftValues>) => void;
  /** A unit near which the map opens when nothing else is known. */
  near?: string | undefined;
};

const ways = ["auto", "device", "pin", "address"] as const;

/** Photo, else device, else a pin, else words: the first that says something, and the person may choose another. */
export function PlaceField({ values, files, change, near }: Props) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<boolean>();
  const search = useDevicePlace(values.placeBy === "auto" || values.placeBy === "device");
  const { place: found } = search;
  useEffect(() => {
    if (found) change({ device: found });
  }, [found, change]);
  const photographed = files.some(({ place }) => place !== null);
  // Where the device cannot say, the other ways are shown without being asked for.
  const open = changing ?? (isNowhere(search) && !photographed && !values.device);
  return (
    <section className="phone-card" aria-label={t("phone.place.title")}>
      <div className="phone-place">
        <EnvironmentOutlined aria-hidden />
        <Where values={values} files={files} search={search} />
        <Button size="small" aria-expanded={open} onClick={() => setChanging(!open)}>
          {t("phone.place.change")}
        </Button>
      </div>
      {open && (
        <fieldset className="phone-ways" aria-label={t("phone.place.by")}>
          {ways
            .filter((way) => way !== "auto" || photographed)
            .map((way) => {
              const chosen =
                values.placeBy === way ||
                (!photographed &&
                  way === "device" &&
                  values.placeBy === "auto" &&
                  !isNowhere(search));
              return (
                <Button
                  key={way}
                  type={chosen ? "primary" : "default"}
                  aria-pressed={chosen}
                  onClick={() => change({ placeBy: way })}
                >
                  {t(`phone.place.${way}`)}
                </Button>
              );
            })}
        </fieldset>
      )}
      {values.placeBy === "pin" && (
        <PlaceByPin
          pin={values.pin}
          start={values.device?.position ?? null}
          near={values.unit ?? near}
          onPin={(pin) => change({ pin })}
        />
      )}
      {values.placeBy === "address" && (
        <PlaceByAddress unit={values.unit} onUnit={(unit) => change({ unit })} />
      )}
      {(open || values.placeBy === "address" || values.address !== "") && (
        <AddressInput
          value={values.address}
          onChange={(address) => change({ address })}
          label={
            values.placeBy === "address"
              ? t("phone.place.addressLabel")
              : t("phone.place.addressMore")
          }
        />
      )}
    </section>
  );
}

const isNowhere = ({ state }: PlaceSearch): boolean =>
  state === "refused" || state === "failed" || state === "missing";

type WhereProps = Pick<Props, "values" | "files"> & { search: PlaceSearch };

/** In the words of the grid it lies in, as soon as somebody can be asked. */
function Where({ values, files, search }: WhereProps) {
  const { t } = useTranslation();
  const place = placeOf(values, files);
  const located = useLocated(place?.position);
  if (!place) {
    const words =
      values.placeBy === "address"
        ? values.address || t("phone.place.address")
        : values.placeBy === "pin"
          ? t("phone.place.pinHint")
          : search.state === "searching" || search.state === "found"
            ? t("phone.place.searching")
            : t(`phone.place.${search.state === "refused" ? "refused" : "failed"}`);
    return <output>{words}</output>;
  }
  const { lon, lat } = place.position;
  const name = located.data
    ?.slice(1)
    .map((unit) => unit.name)
    .join(" ");
  return (
    <output>
      <strong>
        {name ??
          (located.data === null
            ? t("phone.place.outside")
            : located.isFetching
              ? t("phone.place.naming")
              : t("phone.place.kept"))}
      </strong>
      <span className="phone-note" style={{ display: "block" }}>
        {t(`phone.place.sources.${place.source}`)}
        {place.accuracyM !== null && ` · ${t("phone.place.accuracy", { m: place.accuracyM })}`}
        {located.data === undefined && ` · ${lon.toFixed(5)}, ${lat.toFixed(5)}`}
      </span>
    </output>
  );
}

function AddressInput({
  value,
  onChange,
  label,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="phone-field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        maxLength={300}
        placeholder={t("phone.place.addressHint")}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
