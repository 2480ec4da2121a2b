import { Alert } from "antd";
import { isProblem } from "../../../shared/api.ts";

export function FormFailure({ error }: { error: Error | null }) {
  if (!error) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={error.message}
      description={(isProblem(error) ? error.errors : []).map(({ message }) => (
        <div key={message}>{message}</div>
      ))}
    />
  );
}
