import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState } from "../shared/ui/states.tsx";

export function CommandNotFound() {
  const { t } = useTranslation();
  return <EmptyState title={t("page.notFound")} action={<Link to="/">{t("page.home")}</Link>} />;
}

/** A page that threw: most often an old page whose files a new version has replaced, which a reload mends. */
export function CommandError({ error }: ErrorComponentProps) {
  return (
    <ErrorState
      error={error instanceof Error ? error : null}
      onRetry={() => window.location.reload()}
    />
  );
}
