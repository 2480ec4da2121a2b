import { FileOutlined } from "@ant-design/icons";
import { Image } from "antd";
import { useTranslation } from "react-i18next";

export type Shown = {
  key: string;
  type: string;
  url: string;
  thumbnail: string | null;
  label: string;
};

/** Photos open large, one after another, with the keyboard too; video and audio play in place. */
export function PhotoStrip({ files, size = 96 }: { files: readonly Shown[]; size?: number }) {
  const { t } = useTranslation();
  const photos = files.filter(({ type }) => type.startsWith("image/"));
  const others = files.filter(({ type }) => !type.startsWith("image/"));
  if (files.length === 0) return null;
  return (
    <div className="photo-strip">
      <Image.PreviewGroup>
        {photos.map(({ key, url, thumbnail, label }) => (
          <Image
            key={key}
            src={thumbnail ?? url}
            preview={{ src: url }}
            alt={label}
            width={size}
            height={size}
            style={{ objectFit: "cover", borderRadius: 4 }}
          />
        ))}
      </Image.PreviewGroup>
      {others.map(({ key, url, type, label }) =>
        type.startsWith("video/") ? (
          // oxlint-disable-next-line jsx-a11y/media-has-caption -- recordings made on site have no captions
          <video key={key} src={url} controls preload="metadata" aria-label={label} />
        ) : type.startsWith("audio/") ? (
          // oxlint-disable-next-line jsx-a11y/media-has-caption -- recordings made on site have no captions
          <audio key={key} src={url} controls preload="metadata" aria-label={label} />
        ) : (
          <a key={key} href={url} download>
            <FileOutlined aria-hidden /> {t("files.download", { label })}
          </a>
        ),
      )}
    </div>
  );
}
