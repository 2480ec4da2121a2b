import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../../shared/api.ts";

/** Why the server refused; what was typed stays. */
export function FormProblem({ problem }: { problem: Error | null }) {
  const { t } = useTranslation();
  if (!problem) return null;
  const errors = isProblem(problem) ? problem.errors : [];
  return (
    <Alert
      className="form-problem"
      type={isProblem(problem, "conflict") ? "warning" : "error"}
      showIcon
      title={problem.message}
      description={
        <>
          {errors.map(({ path, message }) => (
            <p key={path + message}>{message}</p>
          ))}
          <p>{t("actForm.kept")}</p>
        </>
      }
    />
  );
}
