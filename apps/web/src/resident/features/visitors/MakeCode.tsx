import type { ProvenPhone, VisitorPage } from "@gezhi/contract/visitor-codes.ts";
import { Alert, Button, Input, Segmented } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../shared/api.ts";
import { randomUuid } from "../../../shared/uuid.ts";
import { useMakeCode } from "./visitor-queries.ts";

type Props = { proven: ProvenPhone; doors: VisitorPage["doors"]; mostOpen: number };
const hourChoices = [2, 8, 24, 72];
const timesChoices = [1, 2, 5, 10];

export function MakeCode({ proven, doors, mostOpen }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [door, setDoor] = useState(doors[0]?.id ?? "");
  const [hours, setHours] = useState(2);
  const [uses, setUses] = useState(1);
  const [from, setFrom] = useState("");
  // The same until it was made, so that pressing twice makes one.
  const [visit, setVisit] = useState(randomUuid);
  const make = useMakeCode(proven);
  const send = () =>
    make.mutate(
      { id: visit, door, hours, uses, ...(from ? { from: `${from}:00+08:00` } : {}) },
      {
        onSuccess: () => setVisit(randomUuid()),
        onError: (problem) => {
          if (isProblem(problem) && problem.code === "conflict") setVisit(randomUuid());
        },
      },
    );
  return (
    <section className="phone-card">
      {doors.length > 1 && (
        <div className="phone-field">
          <span>{t("doors.resident.door")}</span>
          <Segmented
            vertical
            block
            aria-label={t("doors.resident.door")}
            value={door}
            options={doors.map((one) => ({ value: one.id, label: one.name }))}
            onChange={setDoor}
          />
        </div>
      )}
      {doors.length === 1 && <h2>{doors[0]?.name}</h2>}
      <div className="phone-field">
        <span>{t("doors.resident.hours")}</span>
        <Segmented
          block
          aria-label={t("doors.resident.hours")}
          value={hours}
          options={hourChoices.map((n) => ({ value: n, label: t("doors.resident.hour", { n }) }))}
          onChange={setHours}
        />
      </div>
      <div className="phone-field">
        <span>{t("doors.resident.uses")}</span>
        <Segmented
          block
          aria-label={t("doors.resident.uses")}
          value={uses}
          options={timesChoices.map((n) => ({ value: n, label: t("doors.resident.times", { n }) }))}
          onChange={setUses}
        />
      </div>
      <div className="phone-field">
        <label htmlFor={id}>
          {t("doors.resident.from")}（{t("doors.resident.now")}）
        </label>
        <Input
          id={id}
          type="datetime-local"
          value={from}
          onChange={({ target }) => setFrom(target.value)}
        />
      </div>
      {make.error && <Alert type="error" showIcon title={make.error.message} />}
      <Button type="primary" block loading={make.isPending} onClick={send}>
        {t("doors.resident.make")}
      </Button>
      <p className="phone-note">{t("doors.resident.most", { n: mostOpen })}</p>
    </section>
  );
}
