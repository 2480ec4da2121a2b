import type { DeviceDetail } from "@gezhi/contract/devices.ts";
import { useTranslation } from "react-i18next";
import { PlaceMap } from "../../../shared/units/PlaceMap.tsx";
import { RevealPopover } from "../alarms/RevealPopover.tsx";
import { Section } from "../incident/Section.tsx";
import { useRevealPlace } from "./device-queries.ts";

/** Where it is; of a person's device the village, until somebody who may says why (R54). */
export function WhereSection({ device }: { device: DeviceDetail }) {
  const { t } = useTranslation();
  const { id, name, unit, worst, placeMasked, actions } = device;
  const reveal = useRevealPlace(id);
  const { position, address, place } = reveal.data ?? device;
  return (
    <Section title={t("devices.sections.where")}>
      {placeMasked && <p className="muted">{t("devices.placeMasked", { unit: unit.name })}</p>}
      {actions.includes("revealPlace") && !reveal.data && (
        <RevealPopover
          title={t("devices.acts.revealPlace")}
          line={t("devices.revealPlaceLine")}
          reveal={reveal}
        />
      )}
      {reveal.data && <p>{[place, address].filter(Boolean).join(" ")}</p>}
      {position && (
        <PlaceMap
          id={id}
          label={t("alarms.mapLabel", { name })}
          name={name}
          position={position}
          unit={unit.code}
          tone={worst ?? "focus"}
        />
      )}
      {!position && !placeMasked && <p className="muted">{t("devices.noPosition")}</p>}
    </Section>
  );
}
