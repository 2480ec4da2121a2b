import { CameraOutlined, DeleteOutlined } from "@ant-design/icons";
import { StoredFile } from "@gezhi/contract/reports.ts";
import { Alert, Button } from "antd";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";

type Props = {
  value?: readonly StoredFile[];
  onChange?: (files: StoredFile[]) => void;
  max?: number;
  accept?: string;
  label: string;
};

/** Uploads at once, so that sending the form later is quick and a draft keeps its photos. */
export function FilesField({
  value = [],
  onChange,
  max = 9,
  accept = "image/*,video/*,audio/*",
  label,
}: Props) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [uploading, setUploading] = useState(0);
  const [error, setError] = useState<string>();

  async function add(chosen: readonly File[]): Promise<void> {
    setError(undefined);
    setUploading((count) => count + chosen.length);
    let files = [...value];
    for (const file of chosen.slice(0, max - value.length)) {
      try {
        files = [...files, await api.upload(StoredFile, "/files", file, file.name)];
        onChange?.(files);
      } catch (problem) {
        setError(`${file.name}: ${problem instanceof Error ? problem.message : String(problem)}`);
      }
    }
    setUploading((count) => count - chosen.length);
  }

  return (
    <div className="files-field">
      <ul className="photo-strip">
        {value.map((file, index) => (
          <li key={file.id} className="files-field-item">
            {file.thumbnail ? (
              <img src={file.thumbnail} alt={t("files.number", { label, n: index + 1 })} />
            ) : (
              <span>{file.type}</span>
            )}
            <Button
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t("files.remove", { n: index + 1 })}
              onClick={() => onChange?.(value.filter(({ id: one }) => one !== file.id))}
            />
          </li>
        ))}
      </ul>
      <input
        id={id}
        ref={input}
        type="file"
        multiple
        accept={accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button
        icon={<CameraOutlined aria-hidden />}
        loading={uploading > 0}
        disabled={value.length >= max}
        onClick={() => input.current?.click()}
      >
        {t("files.add", { label })}
      </Button>
      {error && <Alert type="error" showIcon title={error} />}
    </div>
  );
}
