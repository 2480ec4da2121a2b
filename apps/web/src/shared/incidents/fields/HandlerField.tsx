import { Select, type SelectProps } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { HandlerTarget as Target } from "@gezhi/contract/organisation.ts";
import { useTargets } from "../incident-queries.ts";

const kinds = ["post", "grid", "village", "department", "liaison", "town"] as const;
const kindOf = (kind: string) => kinds.find((one) => one === kind) ?? "other";

type Props = {
  town: string;
  suggested?: readonly string[];
  id?: string;
  label: string;
} & (
  | { many: true; value?: string[]; onChange?: (value: string[]) => void }
  | { many?: false; value?: string; onChange?: (value: string | undefined) => void }
);

/** Posts first, each with who holds it, who is on duty and how much is open there. */
export function HandlerField({ town, suggested = [], id, label, ...field }: Props) {
  const { t } = useTranslation();
  const targets = useTargets(town);
  const options = useMemo(() => {
    const items = targets.data ?? [];
    const option = (target: Target) => ({
      value: target.handler,
      label: target.name,
      search: `${target.name} ${target.holders.map(({ name }) => name).join(" ")}`,
      target,
    });
    const groups: { label: string; options: ReturnType<typeof option>[] }[] = [
      ...kinds,
      "other" as const,
    ].map((kind) => ({
      label: t(`actForm.kinds.${kind}`),
      options: items
        .filter((one) => kindOf(one.kind) === kind && !suggested.includes(one.handler))
        .map(option),
    }));
    const first = items.filter(({ handler }) => suggested.includes(handler)).map(option);
    return [{ label: t("actForm.suggested"), options: first }, ...groups].filter(
      (group) => group.options.length > 0,
    );
  }, [targets.data, suggested, t]);

  const common = {
    ...(id ? { id } : {}),
    "aria-label": label,
    allowClear: true,
    showSearch: { optionFilterProp: "search" },
    options,
    loading: targets.isPending,
    status: targets.error ? ("error" as const) : ("" as const),
    notFoundContent: targets.error?.message,
    placeholder: t("actForm.searchTarget"),
    optionRender: targetLine,
    style: { width: "100%" },
    listHeight: 320,
  } satisfies SelectProps;
  return field.many ? (
    <Select
      {...common}
      mode="multiple"
      maxCount={12}
      value={field.value ?? []}
      onChange={(value: string[]) => field.onChange?.(value)}
    />
  ) : (
    <Select
      {...common}
      value={field.value ?? null}
      onChange={(value: string | null) => field.onChange?.(value ?? undefined)}
    />
  );
}

const targetLine = ({ data }: { data: unknown }) => (
  <TargetLine target={(data as { target: Target }).target} />
);

function TargetLine({ target }: { target: Target }) {
  const { t } = useTranslation();
  const present = target.holders.filter(({ available }) => available);
  return (
    <span className="target-line">
      <span>
        {target.name}{" "}
        <span className="muted">
          {target.holders.length === 0
            ? ""
            : present.length === 0
              ? t("actForm.nobody")
              : present
                  .map(
                    ({ name, holder }) =>
                      `${name}${holder && holder !== "substitute" ? ` ${holder}` : ""}`,
                  )
                  .join("、")}
        </span>
      </span>
      <span className="muted figures">{t("actForm.load", { n: target.load })}</span>
    </span>
  );
}
