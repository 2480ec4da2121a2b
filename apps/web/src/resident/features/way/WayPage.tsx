import { CompassOutlined } from "@ant-design/icons";
import { WayView } from "@gezhi/contract/ways.ts";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { api, isProblem } from "../../../shared/api.ts";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { routeLink } from "../../../shared/phone/route-link.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { ExactTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";

const againMs = 10_000;

/** For an outside party that was called (R53): where to go, and whether somebody is on the way. No account, for some hours. */
export function WayPage() {
  const { t } = useTranslation();
  const { call = "" } = useParams({ strict: false });
  const { hash } = useLocation();
  const way = useQuery({
    queryKey: ["way", call, hash],
    queryFn: ({ signal }) =>
      api.get(WayView, `/ways/${encodeURIComponent(call)}`, { query: { token: hash }, signal }),
    refetchInterval: ({ state }) => (isProblem(state.error, "not_found") ? false : againMs),
  });
  const gone = isProblem(way.error, "not_found") || isProblem(way.error, "invalid");
  return (
    <PhonePage title={t("ways.title")} back="/r">
      {gone ? (
        <EmptyState title={t("ways.gone")} hint={t("ways.goneHint")} />
      ) : (
        <QueryState query={way}>{(found) => <Whole way={found} />}</QueryState>
      )}
    </PhonePage>
  );
}

function Whole({ way }: { way: WayView }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { address, place, area, landmark, position, worker, level, what } = way;
  return (
    <>
      <section className="phone-card">
        <span className="phone-row-line">
          <UrgencyTag urgency={level} />
          {way.simulated && <SimulatedTag />}
          <span className="figures">{way.number}</span>
        </span>
        <h2>{words.sensor(what)}</h2>
        <p>
          <strong>{[address, place].filter(Boolean).join(" ") || area}</strong>
        </p>
        <p className="phone-note">{area}</p>
        {landmark && <p>{t("ways.landmark", { name: landmark.name, metres: landmark.metres })}</p>}
        {position ? (
          <Button
            block
            type="primary"
            icon={<CompassOutlined aria-hidden />}
            href={routeLink(position, address || area, navigator.userAgent)}
          >
            {t("field.incident.route")}
          </Button>
        ) : (
          <p className="phone-note">{t("field.incident.noPosition")}</p>
        )}
      </section>
      <section className="phone-card" aria-live="polite">
        <h2>{t("ways.worker")}</h2>
        <output className="resident-status">{t(`ways.states.${worker.state}`)}</output>
        {worker.since && (
          <p>
            {t(`ways.since.${worker.state}`)} <ExactTime at={worker.since} format="short" />
          </p>
        )}
        {worker.arriveBy && (
          <p>
            {t("ways.arriveBy")} <ExactTime at={worker.arriveBy} format="short" />
          </p>
        )}
      </section>
      <p className="phone-note">
        {t("ways.until")} <ExactTime at={way.expiresAt} format="short" />
        {"。"}
        {t("ways.kept")}
      </p>
    </>
  );
}
