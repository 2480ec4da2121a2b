const longestSide = 4096;

/**
 * The same picture as a plain JPEG without any data of its own: for photo formats the server cannot clean, and for a
 * photo whose own position the reporter says is wrong. Undefined when this browser cannot read the picture.
 */
export async function redrawPhoto(photo: Blob): Promise<Blob | undefined> {
  const picture = await createImageBitmap(photo, { imageOrientation: "from-image" }).catch(
    () => undefined,
  );
  if (!picture) return undefined;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) =>
    canvas.toBlob((blob) => resolve(blob ?? undefined), "image/jpeg", 0.9),
  );
}
