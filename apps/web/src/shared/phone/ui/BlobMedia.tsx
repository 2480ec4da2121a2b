import { AudioOutlined, VideoCameraOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";

function useBlobUrl(blob: Blob): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    // oxlint-disable-next-line react/set-state-in-effect -- the url lives and dies with the effect
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** A picture that only this device has; videos and recordings show what they are. */
export function BlobMedia({ blob, label }: { blob: Blob; label: string }) {
  const url = useBlobUrl(blob);
  if (blob.type.startsWith("image/")) return url ? <img src={url} alt={label} /> : null;
  const Icon = blob.type.startsWith("video/") ? VideoCameraOutlined : AudioOutlined;
  return (
    <span className="phone-media-icon">
      <Icon aria-hidden />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
