import type { ConfigurationKind, ConfigurationVersion } from "@gezhi/contract/configuration.ts";
import { Alert, Button, Checkbox, Form, Input, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../../shared/api.ts";
import { serverNow } from "../../../../shared/server-clock.ts";
import { formatTime } from "../../../../shared/time.tsx";
import { DifferenceList } from "./DifferenceList.tsx";
import type { Difference } from "./document-parts.ts";

type Values = { when: "now" | "later"; validFrom?: string; reason: string; withdraw?: boolean };
export type Publication = { validFrom?: string; reason: string; withdrawScheduled: boolean };

type Props = {
  kind: ConfigurationKind;
  unitName: string;
  differences: readonly Difference[];
  /** Versions dated ahead of now, not withdrawn. */
  scheduled: readonly ConfigurationVersion[];
  reason: string;
  /** Another version came out meanwhile: first the draft must be put on top of it. */
  stale: boolean;
  onReason: (reason: string) => void;
  pending: boolean;
  problem: Error | null;
  onPublish: (publication: Publication) => void;
  onClose: () => void;
};

/** Beijing time, whatever the zone of this machine. */
const instantOf = (local: string): string => `${local}:00+08:00`;

/** When, why, and once more what: then the draft becomes a version. */
export function PublishModal(props: Props) {
  const { kind, unitName, differences, scheduled, reason, stale, onReason } = props;
  const { pending, problem, onPublish, onClose } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const when = Form.useWatch("when", form);
  const validFrom = Form.useWatch("validFrom", form);
  const start = when === "later" && validFrom ? Date.parse(instantOf(validFrom)) : serverNow();
  const later = scheduled.filter((one) => Date.parse(one.validFrom) >= start);
  return (
    <Modal
      open
      width={760}
      title={t("configuration.publishTitle", {
        kind: t(`configuration.kinds.${kind}`),
        unit: unitName,
      })}
      onCancel={onClose}
      footer={null}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ when: "now", reason } satisfies Values}
        onValuesChange={(_, values: Values) => onReason(values.reason ?? "")}
        onFinish={({ when: chosen, validFrom: from, reason: why, withdraw }: Values) =>
          onPublish({
            reason: why,
            withdrawScheduled: withdraw ?? false,
            ...(chosen === "later" && from ? { validFrom: instantOf(from) } : {}),
          })
        }
      >
        <Form.Item name="when" label={t("configuration.validFrom")}>
          <Radio.Group
            options={[
              { value: "now", label: t("configuration.atOnce") },
              { value: "later", label: t("configuration.later") },
            ]}
          />
        </Form.Item>
        {when === "later" && (
          <Form.Item
            name="validFrom"
            label={t("configuration.validFromAt")}
            extra={t("configuration.beijingTime")}
            rules={[{ required: true, message: t("configuration.invalidField") }]}
          >
            <Input type="datetime-local" style={{ width: 220 }} />
          </Form.Item>
        )}
        {later.length > 0 && (
          <Form.Item
            name="withdraw"
            valuePropName="checked"
            rules={[
              {
                validator: (_, value: boolean) =>
                  value
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("configuration.withdrawNeeded"))),
              },
            ]}
          >
            <Checkbox>
              {t("configuration.withdraw", {
                versions: later
                  .map((one) =>
                    t("configuration.versionFrom", {
                      version: one.version,
                      at: formatTime(one.validFrom, "short"),
                    }),
                  )
                  .join("、"),
              })}
            </Checkbox>
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t("configuration.reason")}
          rules={[
            { required: true, whitespace: true, min: 2, message: t("configuration.reasonMissing") },
          ]}
        >
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={500}
            placeholder={t("configuration.reasonHint")}
          />
        </Form.Item>
        {problem && <PublishProblem problem={problem} />}
        <div className="modal-buttons">
          <Button onClick={onClose}>{t("configuration.backToDraft")}</Button>
          <Button type="primary" htmlType="submit" loading={pending} disabled={stale}>
            {t("configuration.publish")}
          </Button>
        </div>
      </Form>
      <h3>{t("configuration.draftChanges", { n: differences.length })}</h3>
      <DifferenceList kind={kind} differences={differences} />
    </Modal>
  );
}

function PublishProblem({ problem }: { problem: Error }) {
  const { t } = useTranslation();
  const errors = isProblem(problem) ? problem.errors : [];
  return (
    <Alert
      type={isProblem(problem, "conflict") ? "warning" : "error"}
      showIcon
      title={problem.message}
      description={
        <>
          {errors.length > 0 && (
            <ul className="faults">
              {errors.map(({ path, message }) => (
                <li key={path + message}>{message}</li>
              ))}
            </ul>
          )}
          <p>{t("configuration.draftKept")}</p>
        </>
      }
    />
  );
}
