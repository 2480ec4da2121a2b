import { ClockCircleOutlined } from "@ant-design/icons";
import { useCallback, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useTicking } from "../../../shared/server-clock.ts";
import { formatDuration } from "../../../shared/time.tsx";

/** After this long without an answer the numbers are no longer of this moment. */
const staleMs = 60_000;

type Props = {
  title: string;
  children: ReactNode;
  /** When what is shown was true, by this machine's clock. */
  since?: number | undefined;
  grow?: number;
  note?: ReactNode;
};

/** One part of the wall. Old data stay, with their age. */
export function Tile({ title, children, since, grow = 1, note }: Props) {
  return (
    <section className="wall-tile" aria-label={title} style={{ flexGrow: grow }}>
      <header>
        <h2>{title}</h2>
        {note}
        <Age since={since} />
      </header>
      <div className="wall-tile-body">{children}</div>
    </section>
  );
}

function Age({ since }: { since: number | undefined }) {
  const { t } = useTranslation();
  const text = useTicking(
    useCallback(() => {
      // Both instants by this machine's clock: its error does not count.
      const age = since === undefined || since === 0 ? 0 : Date.now() - since;
      return age > staleMs ? t("wall.stale", { text: formatDuration(t, age) }) : "";
    }, [since, t]),
  );
  return text ? (
    <span className="wall-age">
      <ClockCircleOutlined aria-hidden /> {text}
    </span>
  ) : null;
}
