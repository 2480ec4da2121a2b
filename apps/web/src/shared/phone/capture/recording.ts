/** Opus first: a bare MP4 recording cannot be told from a video. */
const types = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export const canRecord = (): boolean =>
  typeof MediaRecorder !== "undefined" && "mediaDevices" in navigator;

export type Recording = { finish: () => Promise<File>; cancel: () => void };

/** Records the microphone. @throws when there is none or it is refused. */
export async function startRecording(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener("stop", () => resolve(), { once: true });
  });
  const release = () => stream.getTracks().forEach((track) => track.stop());
  recorder.start();
  return {
    finish: async () => {
      recorder.stop();
      await ended;
      release();
      const type = recorder.mimeType.split(";")[0] || "audio/webm";
      return new File(parts, `recording.${type.split("/")[1] ?? "webm"}`, { type });
    },
    cancel: () => {
      if (recorder.state !== "inactive") recorder.stop();
      release();
    },
  };
}
