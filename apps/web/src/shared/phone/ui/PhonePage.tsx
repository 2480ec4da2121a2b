import { LeftOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SignalLine } from "./SignalLine.tsx";

type Props = {
  title: string;
  /** The title is a number, which is long and has no place to break. */
  numbered?: boolean;
  /** Where "back" leads. */
  back: string;
  children: ReactNode;
  /** The one thing to do here; it stays at the bottom. */
  foot?: ReactNode;
  tools?: ReactNode;
  /** Whether the page shows what only a live connection keeps true. */
  live?: boolean;
};

/** One thing per screen: a title, a way back, the content, and at most one main act at the bottom. */
export function PhonePage({
  title,
  numbered = false,
  back,
  children,
  foot,
  tools,
  live = false,
}: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t("product.name")}`;
    heading.current?.focus({ preventScroll: true });
  }, [title, t]);
  return (
    <div className="phone-page">
      <header className="phone-head">
        <Link to={back} className="phone-back">
          <LeftOutlined aria-hidden /> {t("phone.back")}
        </Link>
        <h1 ref={heading} tabIndex={-1} className={numbered ? "phone-head-number" : ""}>
          {title}
        </h1>
        <div className="phone-tools">{tools}</div>
      </header>
      <SignalLine live={live} />
      <main className="phone-main">{children}</main>
      {foot && <footer className="phone-foot">{foot}</footer>}
    </div>
  );
}
