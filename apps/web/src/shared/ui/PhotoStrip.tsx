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

/** A picture that is opened from an alarm lies over it. */
const abovePopups = 1200;
/** In place of a picture that cannot be fetched now. */
const noPicture = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" fill="#8b929e" fill-opacity=".25"/><path d="M28 64l14-18 10 12 6-7 12 13z" fill="#8b929e"/><circle cx="60" cy="36" r="5" fill="#8b929e"/></svg>',
)}`;

/** Photos open large, one after another, with the keyboard too; video and audio play in place. */
export function PhotoStrip({ files, size = 96 }: { files: readonly Shown[]; size?: number }) {
  const { t } = useTranslation();
  const photos = files.filter(({ type }) => type.startsWith("image/"));
  const others = files.filter(({ type }) => !type.startsWith("image/"));
  if (files.length === 0) return null;
  return (
    <div className="photo-strip">
      <Image.PreviewGroup preview={{ zIndex: abovePopups }}>
        {photos.map(({ key, url, thumbnail, label }) => (
          <Image
            key={key}
            src={thumbnail ?? url}
            preview={{ src: url }}
            alt={label}
            fallback={noPicture}
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
