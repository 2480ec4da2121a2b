import {
  AudioOutlined,
  CameraOutlined,
  CloseOutlined,
  PictureOutlined,
  VideoCameraOutlined,
} from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { mostFiles } from "../capture/file-rules.ts";
import { pickFiles, useIntake } from "../capture/pick-files.ts";
import { canRecord } from "../capture/recording.ts";
import { dropFile } from "../capture/take-in.ts";
import type { KeptFile } from "../queue/queue-items.ts";
import { BlobMedia } from "../ui/BlobMedia.tsx";
import { RecordButton } from "./RecordButton.tsx";

type Props = {
  title: string;
  owner: string;
  files: readonly KeptFile[];
  /** Only photos: for what shows how it was put right. */
  photosOnly?: boolean;
  /** Inside a form that has its own label and its own main act. */
  plain?: boolean;
};

/** Camera first; a photo is never forced. Everything chosen is on this device at once. */
export function MediaField({ title, owner, files, photosOnly = false, plain = false }: Props) {
  const { t } = useTranslation();
  const { reading, problems } = useIntake(owner);
  const full = files.length >= mostFiles;
  return (
    <section className={plain ? "phone-field" : "phone-card"} aria-label={title}>
      {!plain && <h2>{title}</h2>}
      {files.length > 0 && (
        <ul className="phone-media">
          {files.map(({ id, blob, type }, index) => (
            <li key={id}>
              <BlobMedia
                blob={blob}
                label={
                  type.startsWith("image/")
                    ? t("phone.files.photo", { n: index + 1 })
                    : t("phone.files.other", { n: index + 1 })
                }
              />
              <Button
                size="small"
                className="phone-media-remove"
                icon={<CloseOutlined aria-hidden />}
                aria-label={t("phone.files.remove", { n: index + 1 })}
                onClick={() => void dropFile(id)}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="phone-pickers">
        <Button
          type={files.length === 0 && !photosOnly && !plain ? "primary" : "default"}
          className="phone-picker-camera"
          icon={<CameraOutlined aria-hidden />}
          disabled={full}
          onClick={() => pickFiles("camera", owner)}
        >
          {files.length === 0 ? t("phone.files.camera") : t("phone.files.cameraAgain")}
        </Button>
        {!photosOnly && (
          <>
            <Button
              icon={<PictureOutlined aria-hidden />}
              disabled={full}
              onClick={() => pickFiles("album", owner)}
            >
              {t("phone.files.album")}
            </Button>
            <Button
              icon={<VideoCameraOutlined aria-hidden />}
              disabled={full}
              onClick={() => pickFiles("video", owner)}
            >
              {t("phone.files.video")}
            </Button>
            {canRecord() ? (
              <RecordButton owner={owner} disabled={full} />
            ) : (
              <Button
                icon={<AudioOutlined aria-hidden />}
                disabled={full}
                onClick={() => pickFiles("sound", owner)}
              >
                {t("phone.files.sound")}
              </Button>
            )}
          </>
        )}
      </div>
      <output>
        {reading > 0 && <p className="phone-note">{t("phone.files.reading", { n: reading })}</p>}
      </output>
      {problems.map(({ name, problem }) => (
        <Alert
          key={name + problem.is}
          type="error"
          showIcon
          title={t(`phone.files.problems.${problem.is}`, { name, ...problem })}
        />
      ))}
      {!photosOnly && !plain && files.length === 0 && (
        <p className="phone-note">{t("phone.files.limits", { most: mostFiles })}</p>
      )}
    </section>
  );
}
