import { ancestorAt, type Position } from "@gezhi/contract/units.ts";
import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { useBoundariesBelow, useLocated, useUnit } from "../../incidents/intake-queries.ts";
import { MapView } from "../../ui/MapView.tsx";
import { useOnline } from "../ui/use-online.ts";

const chongqing = { lon: 106.5516, lat: 29.563 };

type Props = {
  pin: Position | null;
  /** Where the device is, if it knows. */
  start: Position | null;
  near: string | undefined;
  onPin: (pin: Position) => void;
};

/** The communities of the town around the start, and a pin; or the figures, for those who have them. */
export function PlaceByPin({ pin, start, near, onPin }: Props) {
  const { t } = useTranslation();
  const online = useOnline();
  const unit = useUnit(near);
  const here = pin ?? start ?? (unit.data ? { lon: unit.data.lon, lat: unit.data.lat } : null);
  const path = useLocated(start ?? undefined);
  const town = path.data?.find(({ code }) => code.length === 9)?.code ?? townOf(near);
  const areas = useBoundariesBelow(town ?? "");
  const center = here ?? chongqing;
  const set = (part: Partial<Position>) => onPin({ ...center, ...part });
  return (
    <>
      {online ? (
        <>
          <p>{t("phone.place.pinHint")}</p>
          <MapView
            key={`${town ?? ""}${areas.data ? "with" : "without"}`}
            label={t("phone.place.pinMap")}
            center={center}
            pin={pin}
            onPin={onPin}
            height={320}
            {...(areas.data ? { areas: areas.data } : {})}
          />
        </>
      ) : (
        <p>{t("phone.place.pinOffline")}</p>
      )}
      <div className="phone-pair">
        {(["lon", "lat"] as const).map((name) => (
          <InputNumber
            key={name}
            aria-label={t(`phone.place.${name}`)}
            placeholder={t(`phone.place.${name}`)}
            value={pin?.[name] ?? null}
            precision={6}
            controls={false}
            inputMode="decimal"
            style={{ width: "100%" }}
            onChange={(value) => value !== null && set({ [name]: value })}
          />
        ))}
      </div>
    </>
  );
}

const townOf = (code: string | undefined): string | undefined =>
  code === undefined ? undefined : ancestorAt(code, "town");
