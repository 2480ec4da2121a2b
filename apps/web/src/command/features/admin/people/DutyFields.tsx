import { Holder, Role } from "@gezhi/contract/identity.ts";
import { Form, Input, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { UnitField } from "../../../../shared/units/UnitField.tsx";
import { useAdministered } from "../administered.ts";
import { useDepartmentOptions, usePostOptions } from "../configuration/directory-options.ts";
import { withDepartment, withHolder, withPost, type DutyValues } from "./duty-values.ts";

/** Where, as what, in which post and from when; the fields of a form with `DutyValues`. */
export function DutyFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<DutyValues>();
  const within = useAdministered();
  const role = Form.useWatch("role", form);
  const unit = Form.useWatch("unit", form) ?? within;
  const posts = usePostOptions(unit);
  const departments = useDepartmentOptions(unit);
  const required = [{ required: true, message: t("actForm.choose") }];
  return (
    <>
      <Form.Item name="unit" label={t("admin.people.unit")} rules={required}>
        <UnitField label={t("admin.people.unit")} within={within} />
      </Form.Item>
      <Form.Item name="role" label={t("admin.people.role")} rules={required}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          aria-label={t("admin.people.role")}
          options={Role.options.map((value) => ({ value, label: t(`roles.${value}`) }))}
        />
      </Form.Item>
      {role && withPost.includes(role) && (
        <Form.Item name="post" label={t("admin.people.post")} rules={required}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            aria-label={t("admin.people.post")}
            options={[...posts]}
          />
        </Form.Item>
      )}
      {role && withDepartment.includes(role) && (
        <Form.Item name="department" label={t("admin.people.department")} rules={required}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            aria-label={t("admin.people.department")}
            options={[...departments]}
          />
        </Form.Item>
      )}
      {role && withHolder.includes(role) && (
        <Form.Item
          name="holder"
          label={t("admin.people.holder")}
          rules={withPost.includes(role) ? required : []}
        >
          <Radio.Group
            aria-label={t("admin.people.holder")}
            options={Holder.options.map((value) => ({ value, label: t(`admin.holders.${value}`) }))}
          />
        </Form.Item>
      )}
      <div className="form-pair">
        <Form.Item name="validFrom" label={t("admin.people.validFrom")} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item
          name="validTo"
          label={t("admin.people.validTo")}
          extra={t("admin.people.validToHint")}
        >
          <Input type="date" />
        </Form.Item>
      </div>
    </>
  );
}
