import { AimOutlined } from "@ant-design/icons";
import type { Position } from "@gezhi/contract/units.ts";
import { Alert, Button, InputNumber, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MapView } from "../../ui/MapView.tsx";
import { useBoundariesBelow } from "../intake-queries.ts";

type Props = {
  value?: Position;
  onChange?: (value: Position | undefined) => void;
  center: Position;
  /** Whose parts are drawn on the map. */
  town: string;
  label: string;
};

/** A pin on the map, this device's position, or the figures typed by hand. */
export function PositionField({ value, onChange, center, town, label }: Props) {
  const { t } = useTranslation();
  const areas = useBoundariesBelow(town).data;
  const [failed, setFailed] = useState(false);
  const here = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setFailed(false);
        onChange?.({ lon: coords.longitude, lat: coords.latitude });
      },
      () => setFailed(true),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  const set = (part: Partial<Position>) => onChange?.({ ...(value ?? center), ...part });
  return (
    <div className="position-field">
      <MapView
        label={label}
        center={value ?? center}
        pin={value ?? null}
        onPin={(at) => onChange?.(at)}
        height={220}
        {...(areas ? { areas } : {})}
      />
      <Space wrap>
        <InputNumber
          prefix={t("actForm.lon")}
          aria-label={t("actForm.lon")}
          value={value?.lon ?? null}
          precision={6}
          controls={false}
          style={{ width: 190 }}
          onChange={(lon) => lon !== null && set({ lon })}
        />
        <InputNumber
          prefix={t("actForm.lat")}
          aria-label={t("actForm.lat")}
          value={value?.lat ?? null}
          precision={6}
          controls={false}
          style={{ width: 190 }}
          onChange={(lat) => lat !== null && set({ lat })}
        />
        <Button icon={<AimOutlined aria-hidden />} onClick={here}>
          {t("actForm.useHere")}
        </Button>
        {value && (
          <Button onClick={() => onChange?.(undefined)}>{t("actForm.clearPosition")}</Button>
        )}
      </Space>
      {failed && <Alert type="warning" showIcon title={t("actForm.useHereFailed")} />}
    </div>
  );
}
